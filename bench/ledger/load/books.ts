import { createLedger } from '@drawdown/ledger';
import pg from 'pg';
import { CREDIT_MINOR } from './variant.ts';

export type BenchBuyer = { buyerId: string; walletId: string; bookId: string };
/** `keyed`: draws come with an idempotency key beside the lead's id. */
export type Books = { accountId: string; revenueBookId: string; buyers: BenchBuyer[]; keyed: boolean };

const bench = { kind: 'system', id: 'bench', label: 'bench' } as const;
const AT_ONCE = 16;

/** Opens an account with as many buyers, each with a wallet of its own and more credit than a run can spend. */
export async function openBooks(databaseUrl: string, wallets: number, keyed = false): Promise<Books> {
  const ledger = createLedger({ databaseUrl });
  const account = await ledger.accounts.create({
    slug: 'bench',
    name: 'Bench',
    currency: 'USD',
    timeZone: 'UTC',
  });
  for (let opened = 0; opened < wallets; opened += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, wallets - opened) }, (_, index) =>
      ledger.buyers.create({ accountId: account.id, name: `Buyer ${opened + index}` }, bench),
    );
    await Promise.all(some);
  }
  await ledger.close();
  return { ...(await creditAll(databaseUrl, account.id)), keyed };
}

async function creditAll(databaseUrl: string, accountId: string): Promise<Omit<Books, 'keyed'>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `select post_transaction($1, 'bench:' || w.id, 'correction', w.id, null, null,
         array[w.book_account_id, open_book($1, 'external_receipts', '', 'USD')], array[$2::bigint, -$2::bigint])
       from wallet w where w.account_id = $1`,
      [accountId, CREDIT_MINOR.toString()],
    );
    const revenue = await client.query<{ id: string }>(
      `select open_book($1, 'lead_revenue', '', 'USD') as id`,
      [accountId],
    );
    const { rows: buyers } = await client.query<BenchBuyer>(
      `select b.id as "buyerId", w.id as "walletId", w.book_account_id as "bookId"
       from buyer b join wallet w on w.id = b.wallet_id where b.account_id = $1 order by b.id`,
      [accountId],
    );
    return { accountId, revenueBookId: revenue.rows[0]?.id ?? '', buyers };
  } finally {
    await client.end();
  }
}

export function buyerOf({ buyers }: Pick<Books, 'buyers'>, wallet: number): BenchBuyer {
  const buyer = buyers[wallet];
  if (buyer === undefined) throw new Error(`there is no wallet ${wallet}`);
  return buyer;
}
