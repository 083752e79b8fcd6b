import { createDrawQueue } from '@drawdown/ledger/testing';
import { newId } from '@drawdown/shared/ids';
import { type Books, buyerOf } from '../load/books.ts';
import { newLead } from '../load/lead.ts';
import type { Variant } from '../load/variant.ts';
import { openPool } from '../server/pool.ts';

type Lead = ReturnType<typeof newLead>;

const LIMIT_POST = {
  name: 'limit-post',
  text: `select balance_after from limit_post($1, $2, $3, $4, $5::text[], $6::text[], $7::text[], $8::bigint[],
    $9::text[], $10::bytea[])`,
};

/** (e) The same rows in the same batches as group posting, with nothing that decides, checks, links or indexes them. */
export function physicalLimit(databaseUrl: string, books: Books): Variant {
  const pool = openPool(databaseUrl);
  const queue = createDrawQueue<Lead, { balance_after: string }>({
    run: (wallet, leads) => post(buyerOf(books, Number(wallet)), leads),
    namesOf: ({ input }) => [`lead/${input.leadId}`],
  });

  async function post({ walletId, bookId }: Lead['buyer'], leads: Lead[]) {
    const values = [
      ...[books.accountId, walletId, bookId, books.revenueBookId],
      leads.map(() => newId('delivery')),
      leads.map(({ buyer }) => buyer.buyerId),
      leads.map(({ input }) => input.leadId),
      leads.map(({ input }) => input.price.amountMinor.toString()),
      leads.map(({ input }) => input.idempotency?.key ?? null),
      leads.map(({ input }) => (input.idempotency ? `\\x${input.idempotency.requestHash}` : null)),
    ];
    const { rows } = await pool.query<{ balance_after: string }>({ ...LIMIT_POST, values });
    return rows;
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
