import { REFUSAL_CODES } from '@drawdown/shared/codes';
import { DELIVERY_OUTCOMES, FUNDED_BY } from '@drawdown/shared/http';
import type { Database } from '../database/connection.ts';
import { moneyOf, oneOf, optionalMoneyOf } from '../database/parse.ts';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import type { DeliveryExports, ExportDeliveriesInput, ExportedDelivery } from './types.ts';

/** Rows fetched at once. */
const PORTION = 1_000;

export function createDeliveryExports({ prisma }: Database): DeliveryExports {
  return {
    async *deliveries(input) {
      const bounds = await boundsOf(prisma, input);
      if (bounds === null) return;
      for (let after = ''; after < bounds.last; ) {
        const rows = await portion(prisma, input, { ...bounds, after });
        for (const row of rows) yield toExported(row);
        const last = rows.at(-1)?.id;
        if (last === undefined || rows.length < PORTION) return;
        after = last;
      }
    },
  };
}

type Bounds = { first: string; last: string };

/** Ids are in the order of time only nearly (they are made before the decision), so the ends are looked up. */
async function boundsOf(prisma: PrismaClient, input: ExportDeliveriesInput): Promise<Bounds | null> {
  const [row] = await prisma.$queryRaw<{ first: string | null; last: string | null }[]>`
    select min(d.id) as first, max(d.id) as last from delivery d where ${within(input)}`;
  if (row === undefined || row.first === null || row.last === null) return null;
  return { first: row.first, last: row.last };
}

type Row = {
  id: string;
  created_at: Date;
  decided_at: Date | null;
  buyer_id: string;
  external_id: string | null;
  wallet_id: string;
  lead_id: string;
  outcome: string;
  refusal_code: string | null;
  price_minor: bigint;
  currency: string;
  funded_by: string | null;
  funding_reason: string | null;
  balance_after_minor: bigint | null;
  labels: Record<string, string> | null;
  hold_id: string | null;
  charge_id: string | null;
  returned_at: Date | null;
  return_code: string | null;
  return_note: string | null;
};

function portion(
  prisma: PrismaClient,
  input: ExportDeliveriesInput,
  { first, last, after }: Bounds & { after: string },
): Promise<Row[]> {
  return prisma.$queryRaw<Row[]>`
    select d.id, d.created_at, d.decided_at, d.buyer_id, b.external_id, d.wallet_id, d.lead_id, d.outcome,
      d.refusal_code, d.price_minor, d.currency, d.funded_by, d.funding_reason, d.balance_after_minor, d.labels,
      d.hold_id, c.id as charge_id, r.created_at as returned_at, r.code as return_code, r.note as return_note
    from delivery d
    join buyer b on b.id = d.buyer_id
    left join charge c on c.delivery_id = d.id
    left join lead_return r on r.delivery_id = d.id
    where ${within(input)} and d.id >= ${first} and d.id <= ${last} and d.id > ${after}
    order by d.id
    limit ${PORTION}`;
}

function within({ accountId, from, to, buyerId }: ExportDeliveriesInput): Prisma.Sql {
  const period = Prisma.sql`d.account_id = ${accountId} and d.created_at >= ${from} and d.created_at < ${to}`;
  return buyerId === undefined ? period : Prisma.sql`${period} and d.buyer_id = ${buyerId}`;
}

function toExported(row: Row): ExportedDelivery {
  return {
    id: row.id,
    at: row.created_at,
    decidedAt: row.decided_at ?? (row.outcome === 'pending' ? null : row.created_at),
    buyerId: row.buyer_id,
    buyerExternalId: row.external_id,
    walletId: row.wallet_id,
    leadId: row.lead_id,
    outcome: oneOf(DELIVERY_OUTCOMES, row.outcome),
    refusalCode: row.refusal_code === null ? null : oneOf(REFUSAL_CODES, row.refusal_code),
    price: moneyOf(row.price_minor, row.currency),
    fundedBy: row.funded_by === null ? null : oneOf(FUNDED_BY, row.funded_by),
    fundingReason: row.funding_reason,
    balanceAfter: optionalMoneyOf(row.balance_after_minor, row.currency),
    labels: row.labels ?? {},
    holdId: row.hold_id,
    chargeId: row.charge_id,
    returnedAt: row.returned_at,
    returnCode: row.return_code,
    returnNote: row.return_note,
  };
}
