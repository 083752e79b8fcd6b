import type { BuyerBilling } from '@drawdown/shared/http';

type Mechanism = BuyerBilling['mechanism'];

/** How a buyer pays for leads: the name, what a delivered lead does, and for whom it is. */
export const MECHANISM_WORDS: Record<Mechanism, { name: string; lead: string; bestFor: string }> = {
  wallet: {
    name: 'Prepaid wallet',
    lead: 'Each lead is taken from the wallet at once. What it cannot pay for is refused, or charged to the card where you allow that.',
    bestFor: 'Money up front and a spend that is known.',
  },
  direct_charge: {
    name: 'Charge per lead',
    lead: 'Each lead is charged to the buyer’s card. A price below Stripe’s minimum charge is refused.',
    bestFor: 'Paying as you go without a balance; the card fees are higher.',
  },
  net_terms: {
    name: 'Net terms',
    lead: 'Each lead is owed, up to the credit limit, and billed on a Stripe invoice at the end of the period.',
    bestFor: 'Established buyers with credit.',
  },
  manual: {
    name: 'Manual billing',
    lead: 'Each lead is owed and put on a statement at the end of the period. Nothing ever goes to Stripe.',
    bestFor: 'Billing outside Stripe; you record the payments.',
  },
};

export const MECHANISMS: readonly Mechanism[] = ['wallet', 'direct_charge', 'net_terms', 'manual'];
