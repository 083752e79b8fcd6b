import { newId } from '@drawdown/shared/ids';
import pg from 'pg';
import type { Database } from '../database/connection.ts';
import type { BuyerLocation } from './buyer-directory.ts';
import type { DeliverLeadInput } from './types.ts';

/** A lead with the place its money comes from. */
export type Draw = { input: DeliverLeadInput; location: BuyerLocation };

export type DrawRow = {
  status: 'decided' | 'replayed' | 'key_reused' | 'price_conflict' | 'currency_mismatch' | 'buyer_unknown';
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

const DELIVER_LEADS = {
  name: 'deliver-leads',
  text: `select status, delivery_id as "deliveryId", outcome, funded_by as "fundedBy", funding_reason as "fundingReason",
      refusal_code as "refusalCode",
      balance_after_minor as "balanceAfterMinor", available_seen_minor as "availableSeenMinor",
      top_up_in_progress as "topUpInProgress", created_at as "createdAt"
    from deliver_leads($1, $2, $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[],
      $9::jsonb[], $10::text[], $11::bytea[]) order by ordinal`,
};

/** Keeps 64-bit integers exact; everything else is read as usual. */
const exactIntegers: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 ? BigInt : pg.types.getTypeParser(oid, format),
};

/** One call of the posting function for one wallet. Every call makes new delivery ids, so it may be repeated. */
export async function callDeliverLeads(
  { pool }: Database,
  walletKey: WalletKey,
  draws: Draw[],
): Promise<DrawRow[]> {
  const { accountId, walletId } = walletKey;
  const { rows } = await pool.query<DrawRow>({
    ...DELIVER_LEADS,
    types: exactIntegers,
    values: [
      accountId,
      walletId,
      draws.map(() => newId('delivery')),
      draws.map(({ location }) => location.buyerId),
      draws.map(({ location }) => location.externalId),
      draws.map(({ input }) => input.leadId),
      draws.map(({ input }) => input.price.amountMinor.toString()),
      draws.map(({ input }) => input.price.currency),
      draws.map(({ input }) => (hasLabels(input.labels) ? JSON.stringify(input.labels) : null)),
      draws.map(({ input }) => input.idempotency?.key ?? null),
      draws.map(({ input }) => (input.idempotency ? `\\x${input.idempotency.requestHash}` : null)),
    ],
  });
  return rows;
}

export type WalletKey = { accountId: string; walletId: string };

function hasLabels(labels: DeliverLeadInput['labels']): boolean {
  return labels !== undefined && Object.keys(labels).length > 0;
}
