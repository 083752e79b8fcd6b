import type { FundingReason, RefusalCode } from '@drawdown/shared/codes';
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
  /** The card that could be charged for a lead; null: none may be. `closed`: declined, and that is not resolved. */
  card: 'usable' | 'closed' | 'none' | null;
  cardMinimumMinor: bigint | null;
  /** What the buyer may still owe on net terms or manual billing; null: there is no limit. */
  creditLeftMinor: bigint | null;
  /** What the buyer may still owe for leads on trust; null: it is not trusted. */
  trustLeftMinor: bigint | null;
  priceMinor: bigint;
};

export type FundingDecision =
  | { rung: 'wallet' }
  | { rung: Exclude<FundingRung, 'wallet'>; why: FundingReason }
  | {
      refusal: RefusalCode;
      /** What the refusal also pauses the buyer for. */
      pauses?: 'exhausted' | 'exposure_limit_reached';
    };

/** What `decide_funding` decides in SQL: the oracle of its property test. */
export function decideFunding(facts: FundingFacts): FundingDecision {
  const { mechanism, priceMinor: price, capLeftMinor } = facts;
  if (facts.paused) return { refusal: 'delivery_paused' };
  if (capLeftMinor !== null && price > capLeftMinor) return { refusal: 'spending_cap_reached' };
  if (mechanism === 'wallet' && facts.availableMinor - price >= facts.floorMinor) return { rung: 'wallet' };
  if (facts.pausesWhenExhausted) return { refusal: 'delivery_paused', pauses: 'exhausted' };
  switch (mechanism) {
    case 'net_terms':
      return isWithin(facts.creditLeftMinor, price)
        ? { rung: 'credit', why: 'within_credit_limit' }
        : { refusal: 'credit_limit_reached' };
    case 'manual':
      return isWithin(facts.creditLeftMinor, price)
        ? { rung: 'manual', why: 'manual_billing' }
        : { refusal: 'credit_limit_reached' };
    case 'wallet':
      return byCardOrTrust(facts) ?? { refusal: 'insufficient_funds' };
    case 'direct_charge':
      return byCardOrTrust(facts) ?? { refusal: CARD_REFUSALS[facts.card ?? 'none'] };
  }
}

function isWithin(leftMinor: bigint | null, price: bigint): boolean {
  return leftMinor === null || price <= leftMinor;
}

function byCardOrTrust(facts: FundingFacts): FundingDecision | null {
  const { mechanism, priceMinor: price, card, cardMinimumMinor, trustLeftMinor } = facts;
  if (card === 'usable' && cardMinimumMinor !== null && price >= cardMinimumMinor)
    return { rung: 'card', why: mechanism === 'wallet' ? 'wallet_short' : 'direct_charge' };
  if (trustLeftMinor === null) return null;
  return price <= trustLeftMinor
    ? { rung: 'trust', why: 'trusted_while_retrying' }
    : { refusal: 'delivery_paused', pauses: 'exposure_limit_reached' };
}

const CARD_REFUSALS = {
  usable: 'price_below_card_minimum',
  closed: 'card_declined',
  none: 'no_payment_method',
} as const;
