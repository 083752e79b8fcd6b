import type { Stage } from '../stage/open-stage.ts';

/** Which events of one thing are in the books, such as `refund` and `refund_settled`, in alphabetical order. */
export async function postingsAbout({ sql }: Stage, accountId: string, id: string): Promise<string[]> {
  const { rows } = await sql.query<{ event: string }>(
    `select split_part(key, ':', 1) as event from book_tx
     where account_id = $1 and split_part(key, ':', 2) = $2 order by 1`,
    [accountId, id],
  );
  return rows.map(({ event }) => event);
}
