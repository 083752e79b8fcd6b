import type { RefusalCode } from '@drawdown/shared/codes';
import type { BuyerResource } from '@drawdown/shared/http';
import type { Lead } from './lead.ts';
import type { LeadOutcome } from './outcome.ts';

export type BuyerTally = {
  buyer: BuyerResource;
  delivered: number;
  spentMinor: bigint;
  /** Leads that had been delivered before, and took nothing. */
  repeated: number;
  pending: number;
  refused: Map<RefusalCode, number>;
  errors: Map<string, number>;
  /** The time in the file at which its credit was first too small for a lead. */
  ranOutAtMs: number | null;
};

export type Tally = {
  leads: number;
  delivered: number;
  refused: number;
  errors: number;
  firstError: { line: number; code: string; detail: string } | null;
  buyers: Map<string, BuyerTally>;
  deliveryIds: Set<string>;
};

/** `buyers` as they stood before the first lead. */
export function createTally(buyers: Iterable<BuyerResource>): Tally {
  const tally: Tally = {
    leads: 0,
    delivered: 0,
    refused: 0,
    errors: 0,
    firstError: null,
    buyers: new Map(),
    deliveryIds: new Set(),
  };
  for (const buyer of buyers) tally.buyers.set(buyer.id, emptyTally(buyer));
  return tally;
}

/** Counts one decided lead. A delivery that is answered twice is one delivery. */
export function count(tally: Tally, lead: Lead, outcome: LeadOutcome): void {
  const of = tally.buyers.get(lead.buyer.id) ?? emptyTally(lead.buyer);
  tally.buyers.set(lead.buyer.id, of);
  tally.leads += 1;
  switch (outcome.kind) {
    case 'delivered':
      if (tally.deliveryIds.has(outcome.deliveryId)) {
        of.repeated += 1;
        return;
      }
      tally.deliveryIds.add(outcome.deliveryId);
      tally.delivered += 1;
      of.delivered += 1;
      of.spentMinor += lead.priceMinor;
      return;
    case 'given_back':
      of.repeated += 1;
      return;
    case 'pending':
      of.pending += 1;
      return;
    case 'refused':
      tally.refused += 1;
      increment(of.refused, outcome.code);
      if (outcome.code === 'insufficient_funds' && (of.ranOutAtMs === null || lead.atMs < of.ranOutAtMs))
        of.ranOutAtMs = lead.atMs;
      return;
    case 'error':
      tally.errors += 1;
      increment(of.errors, outcome.code);
      tally.firstError ??= { line: lead.line, code: outcome.code, detail: outcome.detail };
      return;
  }
}

function increment<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function emptyTally(buyer: BuyerResource): BuyerTally {
  return {
    buyer,
    delivered: 0,
    spentMinor: 0n,
    repeated: 0,
    pending: 0,
    refused: new Map(),
    errors: new Map(),
    ranOutAtMs: null,
  };
}
