import { createHash } from 'node:crypto';
import type { BuyerResource } from '@drawdown/shared/http';
import { parseMajorString, toSafeInteger } from '@drawdown/shared/money';
import type { LeadRow } from './lead-row.ts';

/** One lead as it is sent: to a buyer that exists, at an exact price, under the id of this run. */
export type Lead = {
  line: number;
  atMs: number;
  leadId: string;
  buyer: BuyerResource;
  priceMinor: bigint;
  idempotencyKey: string;
};

export function toLead(row: LeadRow, buyer: BuyerResource, runPrefix: string): Lead {
  const priceMinor = parseMajorString(row.price, buyer.currency);
  if (priceMinor === null) throw new RangeError(`line ${row.line}: price ${row.price} was checked before`);
  const leadId = `${runPrefix}${row.leadId}`;
  return { line: row.line, atMs: row.atMs, leadId, buyer, priceMinor, idempotencyKey: keyOf(leadId, row) };
}

/** The body of a delivery request. */
export function deliveryBody({ buyer, leadId, priceMinor }: Lead) {
  return {
    buyerId: buyer.id,
    leadId,
    price: { amount: toSafeInteger(priceMinor), currency: buyer.currency },
  };
}

/**
 * The same line of the same file in the same run always has the same key, and anything else has another. Hashed
 * because lead ids may hold what a header may not.
 */
function keyOf(leadId: string, { line, buyer, price }: LeadRow): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([leadId, line, buyer, price]))
    .digest('hex');
  return `replay-${digest.slice(0, 40)}`;
}
