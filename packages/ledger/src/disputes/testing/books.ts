import type pg from 'pg';

/** What the books of an account say, kind by kind; what was never used is not there. */
export async function bookBalances(client: pg.Client, accountId: string): Promise<Record<string, bigint>> {
  const { rows } = await client.query(
    `select b.kind, coalesce(sum(e.amount), 0) as sum from book_account b left join book_entry e on e.book_account_id = b.id
     where b.account_id = $1 group by b.kind`,
    [accountId],
  );
  return Object.fromEntries(rows.map(({ kind, sum }) => [kind, BigInt(sum)]));
}
