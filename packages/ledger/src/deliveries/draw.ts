import { newId } from '@drawdown/shared/ids';
import pg from 'pg';
import type { Database } from '../database/connection.ts';
import type { BuyerLocation } from './buyer-directory.ts';
import type { DeliverLeadInput } from './types.ts';

/** A lead with the place its money comes from. */
export type Draw = { input: DeliverLeadInput; location: BuyerLocation };

export type DrawRow = {
  status:
    | 'decided'
    | 'replayed'
    | 'key_reused'
    | 'price_conflict'
    | 'currency_mismatch'
    | 'buyer_unknown'
    | 'wallet_busy';
  deliveryId: string | null;
  outcome: 'delivered' | 'pending' | 'refused' | null;
  fundedBy: string | null;
  fundingReason: string | null;
  refusalCode: string | null;
  balanceAfterMinor: bigint | null;
  availableSeenMinor: bigint | null;
  topUpInProgress: boolean | null;
  createdAt: Date | null;
};

const COLUMNS = `status, delivery_id as "deliveryId", outcome, funded_by as "fundedBy",
  funding_reason as "fundingReason", refusal_code as "refusalCode", balance_after_minor as "balanceAfterMinor",
  available_seen_minor as "availableSeenMinor", top_up_in_progress as "topUpInProgress", created_at as "createdAt"`;

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
const exactIntegers: pg.CustomTypesConfig = {
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
  const { rows } = await pool.query<DrawRow>({
    ...(one ? DELIVER_LEADS : DELIVER_LEADS_OF_WALLETS),
    types: exactIntegers,
    values: [
      ...(one
        ? [first.accountId, first.walletId, wait]
        : [
            wallets.map(({ accountId }) => accountId),
            wallets.map(({ walletId }) => walletId),
            wallets.map((wallet) => wallet.draws.length),
          ]),
      draws.map(() => newId('delivery')),
      draws.map(({ location }) => location.buyerId),
      unlessAllNull(draws.map(({ location }) => location.externalId)),
      draws.map(({ input }) => input.leadId),
      draws.map(({ input }) => input.price.amountMinor),
      draws.map(({ input }) => input.price.currency),
      unlessAllNull(
        draws.map(({ input }) => (hasLabels(input.labels) ? JSON.stringify(input.labels) : null)),
      ),
      unlessAllNull(draws.map(({ input }) => input.idempotency?.key ?? null)),
      unlessAllNull(
        draws.map(({ input }) => (input.idempotency ? `\\x${input.idempotency.requestHash}` : null)),
      ),
    ],
  });
  if (one) return [answerOf(rows)];
  const answers: (DrawRow[] | 'busy')[] = [];
  let from = 0;
  for (const wallet of wallets) {
    answers.push(answerOf(rows.slice(from, from + wallet.draws.length)));
    from += wallet.draws.length;
  }
  return answers;
}

function answerOf(rows: DrawRow[]): DrawRow[] | 'busy' {
  return rows[0]?.status === 'wallet_busy' ? 'busy' : rows;
}

/** A list of nothing is sent, and read, as nothing. */
function unlessAllNull<Value>(values: (Value | null)[]): (Value | null)[] | null {
  return values.every((value) => value === null) ? null : values;
}

function hasLabels(labels: DeliverLeadInput['labels']): boolean {
  return labels !== undefined && Object.keys(labels).length > 0;
}
