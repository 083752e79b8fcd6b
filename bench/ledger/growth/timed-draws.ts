import { randomUUID } from 'node:crypto';
import { newId } from '@drawdown/shared/ids';
import pg from 'pg';
import { type Books, buyerOf } from '../load/books.ts';
import { PRICE_MINOR } from '../load/variant.ts';

export type TimedDraws = {
  /** The server's time for one call that draws that many leads from the wallet with the longest history. */
  draw(leads: number): Promise<number>;
  close(): Promise<void>;
};

const TIMED = {
  name: 'timed-deliver-leads',
  text: 'select timed_deliver_leads($1, $2, $3::text[], $4::text[], $5::text[], $6::text[], $7) as ms',
};

const EVERYWHERE = `select count(lead_id) from delivery
  where buyer_id = $1 and outcome in ('pending', 'delivered', 'returned')`;

export async function openTimedDraws(databaseUrl: string, books: Books): Promise<TimedDraws> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { buyerId, walletId } = buyerOf(books, 0);
  // A connection that has run for a while has been everywhere in its books; one that comes to a page for the first time
  // has it mapped into its memory first.
  await client.query(EVERYWHERE, [buyerId]);
  return {
    async draw(leads) {
      const leadIds = Array.from({ length: leads }, () => randomUUID());
      const values = [
        ...[books.accountId, walletId],
        leadIds.map(() => newId('delivery')),
        leadIds.map(() => buyerId),
        leadIds,
        leadIds.map((leadId) => (books.keyed ? `sale:${leadId}` : null)),
        PRICE_MINOR.toString(),
      ];
      const { rows } = await client.query<{ ms: number }>({ ...TIMED, values });
      return rows[0]?.ms ?? Number.NaN;
    },
    close: () => client.end(),
  };
}
