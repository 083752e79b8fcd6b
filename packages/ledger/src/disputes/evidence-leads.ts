import type { Database } from '../database/connection.ts';
import { moneyOf } from '../database/parse.ts';
import type { EvidenceLine } from './types.ts';

export type Lead = Omit<EvidenceLine, 'kind' | 'covered'>;

type Row = {
  id: string;
  lead_id: string;
  buyer_id: string;
  buyer_name: string;
  price_minor: bigint;
  currency: string;
  labels: unknown;
  at: Date;
  returned_at: Date | null;
};

/** Deliveries by id, as evidence shows them. */
export async function describeLeads(
  { prisma }: Database,
  deliveryIds: readonly string[],
): Promise<Map<string, Lead>> {
  if (deliveryIds.length === 0) return new Map();
  const rows = await prisma.$queryRaw<Row[]>`
    select d.id, d.lead_id, d.buyer_id, b.name as buyer_name, d.price_minor, d.currency, d.labels,
      coalesce(d.decided_at, d.created_at) as at, r.created_at as returned_at
    from delivery d join buyer b on b.id = d.buyer_id left join lead_return r on r.delivery_id = d.id
    where d.id = any (${deliveryIds}::text[])`;
  return new Map(rows.map((row) => [row.id, toLead(row)]));
}

export function toLead(row: Row): Lead {
  return {
    at: row.at,
    price: moneyOf(row.price_minor, row.currency),
    deliveryId: row.id,
    leadId: row.lead_id,
    buyerId: row.buyer_id,
    buyerName: row.buyer_name,
    labels: labelsOf(row.labels),
    returnedAt: row.returned_at,
  };
}

function labelsOf(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, label]) => [name, String(label)]));
}
