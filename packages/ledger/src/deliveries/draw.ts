import { newId } from '@drawdown/shared/ids';
import pg from 'pg';
import type { Database } from '../database/connection.ts';
import type { BuyerLocation } from './buyer-directory.ts';
import { COLUMNS, type Columns, type DrawRow, readAnswers } from './draw-rows.ts';
import type { DeliverLeadInput } from './types.ts';

/** A lead with the place its money comes from. */
export type Draw = { input: DeliverLeadInput; location: BuyerLocation };

const DELIVER_LEADS = {
  name: 'deliver-leads',
  text: `select ${COLUMNS} from deliver_leads($1, $2, $3, $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
    $9::text[], $10::jsonb[], $11::text[], $12::bytea[]) order by ordinal`,
};

const DELIVER_LEADS_OF_WALLETS = {
  name: 'deliver-leads-of-wallets',
  text: `select ${COLUMNS} from deliver_leads_of_wallets($1::text[], $2::text[], $3::int[], $4::text[], $5::text[],
    $6::text[], $7::text[], $8::bigint[], $9::text[], $10::jsonb[], $11::text[], $12::bytea[]) order by ordinal`,
};

/** Keeps 64-bit integers exact; everything else is read as usual. */
const parsers: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 ? BigInt : pg.types.getTypeParser(oid, format),
};

export type WalletKey = { accountId: string; walletId: string };

/** What is drawn from one wallet, in order. */
export type WalletDraw = WalletKey & { draws: Draw[] };

/**
 * One call of the posting function for one wallet or several: the rows of each, in order, or `busy` where somebody else
 * holds the wallet and nothing was decided. Only a call for one wallet can wait. Every call makes new delivery ids, so
 * it may be repeated.
 */
export async function callDeliverLeads(
  { pool }: Database,
  wallets: WalletDraw[],
  { wait }: { wait: boolean },
): Promise<(DrawRow[] | 'busy')[]> {
  const [first] = wallets;
  const one = wallets.length === 1 && first !== undefined;
  const draws = one ? first.draws : wallets.flatMap((wallet) => wallet.draws);
  const asked = wallets.map((wallet) => ({
    deliveryIds: wallet.draws.map(() => newId('delivery')),
    pricesMinor: wallet.draws.map(({ input }) => input.price.amountMinor),
  }));
  const { rows } = await pool.query<Columns>({
    ...(one ? DELIVER_LEADS : DELIVER_LEADS_OF_WALLETS),
    types: parsers,
    rowMode: 'array',
    values: [
      ...(one
        ? [first.accountId, first.walletId, wait]
        : [
            wallets.map(({ accountId }) => accountId),
            wallets.map(({ walletId }) => walletId),
            wallets.map((wallet) => wallet.draws.length),
          ]),
      listOf(asked.flatMap(({ deliveryIds }) => deliveryIds)),
      listOf(draws.map(({ location }) => location.buyerId)),
      unlessAllNull(draws, ({ location }) => location.externalId),
      draws.map(({ input }) => input.leadId),
      listOf(asked.flatMap(({ pricesMinor }) => pricesMinor)),
      draws.map(({ input }) => input.price.currency),
      unlessAllNull(draws, ({ input }) => (hasLabels(input.labels) ? JSON.stringify(input.labels) : null)),
      unlessAllNull(draws, ({ input }) => input.idempotency?.key ?? null),
      unlessAllNull(draws, ({ input }) => input.idempotency && `\\x${input.idempotency.requestHash}`),
    ],
  });
  return readAnswers(rows, asked);
}

/** A list of our own ids or of numbers, none of which needs the quotes that the driver would look at each for. */
function listOf(values: (string | bigint)[]): string {
  return `{${values.join(',')}}`;
}

/** A list of nothing is sent, and read, as nothing. */
function unlessAllNull(draws: Draw[], textOf: (draw: Draw) => string | null | undefined) {
  const hasNone = (draw: Draw) => textOf(draw) == null;
  return draws.every(hasNone) ? null : draws.map((draw) => textOf(draw) ?? null);
}

function hasLabels(labels: DeliverLeadInput['labels']): boolean {
  return labels !== undefined && Object.keys(labels).length > 0;
}
