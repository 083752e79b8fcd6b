import type { FundingMechanism, FundingRung } from './types.ts';

/** What the decision about one lead depends on, in minor units of the wallet's currency. */
export type FundingFacts = {
  mechanism: FundingMechanism;
  paused: boolean;
  /** What is left may still be delivered; the lead that no longer fits pauses the buyer. */
  pausesWhenExhausted: boolean;
  /** What the buyer may still spend in its day and month; null: it has no cap. */
  capLeftMinor: bigint | null;
  availableMinor: bigint;
  floorMinor: bigint;
  /** What the buyer may still owe for leads on trust; null: it is not trusted. */
  trustLeftMinor: bigint | null;
  priceMinor: bigint;
};

export type FundingDecision =
  | { rung: Extract<FundingRung, 'wallet' | 'trust'> }
  | {
      refusal: 'mechanism_not_available' | 'spending_cap_reached' | 'insufficient_funds' | 'delivery_paused';
      /** What the refusal also pauses the buyer for. */
      pauses?: 'exhausted' | 'exposure_limit_reached';
    };

/** What `decide_funding` decides in SQL: the oracle of its property test. */
export function decideFunding(facts: FundingFacts): FundingDecision {
  const { priceMinor: price, capLeftMinor, trustLeftMinor } = facts;
  if (facts.paused) return { refusal: 'delivery_paused' };
  if (facts.mechanism !== 'wallet') return { refusal: 'mechanism_not_available' };
  if (capLeftMinor !== null && price > capLeftMinor) return { refusal: 'spending_cap_reached' };
  if (facts.availableMinor - price >= facts.floorMinor) return { rung: 'wallet' };
  if (facts.pausesWhenExhausted) return { refusal: 'delivery_paused', pauses: 'exhausted' };
  if (trustLeftMinor === null) return { refusal: 'insufficient_funds' };
  if (price <= trustLeftMinor) return { rung: 'trust' };
  return { refusal: 'delivery_paused', pauses: 'exposure_limit_reached' };
}
