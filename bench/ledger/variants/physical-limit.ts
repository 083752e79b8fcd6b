import { createDrawQueue, type WalletDraws } from '@drawdown/ledger/testing';
import { newId } from '@drawdown/shared/ids';
import { type Books, buyerOf } from '../load/books.ts';
import { newLead } from '../load/lead.ts';
import type { Variant } from '../load/variant.ts';
import { openPool } from '../server/pool.ts';

type Lead = ReturnType<typeof newLead>;

type Row = { balance_after: string };

const LIMIT_POST = {
  name: 'limit-post',
  text: `select balance_after from limit_post($1, $2, $3, $4, $5::text[], $6::text[], $7::text[], $8::bigint[],
    $9::text[], $10::bytea[])`,
};

const LIMIT_POST_OF_WALLETS = {
  name: 'limit-post-of-wallets',
  text: `select balance_after from limit_post_of_wallets($1, $2::text[], $3::bigint[], $4::int[], $5, $6::text[],
    $7::text[], $8::text[], $9::bigint[], $10::text[], $11::bytea[])`,
};

/** (e) The same rows in the same batches as group posting, with nothing that decides, checks, links or indexes them. */
export function physicalLimit(databaseUrl: string, books: Books): Variant {
  const pool = openPool(databaseUrl);
  const queue = createDrawQueue<Lead, Row>({
    run: async (wallets) => {
      const [first] = wallets;
      if (first === undefined) return [];
      if (wallets.length === 1) return [await postOne(first)];
      return postSeveral(wallets);
    },
    namesOf: ({ input }) => [`lead/${input.leadId}`],
  });

  async function postOne({ walletKey, items }: WalletDraws<Lead>) {
    const { walletId, bookId } = buyerOf(books, Number(walletKey));
    const values = [books.accountId, walletId, bookId, books.revenueBookId, ...columnsOf(items)];
    return (await pool.query<Row>({ ...LIMIT_POST, values })).rows;
  }

  async function postSeveral(wallets: WalletDraws<Lead>[]) {
    const buyers = wallets.map(({ walletKey }) => buyerOf(books, Number(walletKey)));
    const values = [
      books.accountId,
      buyers.map(({ walletId }) => walletId),
      buyers.map(({ bookId }) => bookId),
      wallets.map(({ items }) => items.length),
      books.revenueBookId,
      ...columnsOf(wallets.flatMap(({ items }) => items)),
    ];
    const { rows } = await pool.query<Row>({ ...LIMIT_POST_OF_WALLETS, values });
    return wallets.map(({ items }) => rows.splice(0, items.length));
  }

  return {
    async draw(wallet) {
      const submission = queue.submit(String(wallet), [newLead(books, wallet)]);
      if (!submission.accepted) throw new Error('overloaded');
      await Promise.all(submission.results);
    },
    close: () => pool.end(),
  };
}

function columnsOf(leads: Lead[]) {
  return [
    leads.map(() => newId('delivery')),
    leads.map(({ buyer }) => buyer.buyerId),
    leads.map(({ input }) => input.leadId),
    leads.map(({ input }) => input.price.amountMinor.toString()),
    leads.map(({ input }) => input.idempotency?.key ?? null),
    leads.map(({ input }) => (input.idempotency ? `\\x${input.idempotency.requestHash}` : null)),
  ];
}
