import type { FundingReason, ReturnCode } from '@drawdown/shared/codes';
import type { DeliveryResource, FundedBy } from '@drawdown/shared/http';
import { cardName } from '../../ui/card-label.tsx';
import { moneyText } from '../../ui/money-text.tsx';

const RUNG_WORDS: Record<FundedBy, string> = {
  wallet: 'Wallet',
  card: 'Card',
  credit: 'Net terms',
  manual: 'Manual billing',
  trust: 'On trust',
};

const FUNDING_REASON_WORDS: Record<FundingReason, string> = {
  wallet_short: 'The wallet did not hold enough',
  direct_charge: 'Each lead is charged to the card',
  within_credit_limit: 'Within the credit limit',
  manual_billing: 'Billed outside Stripe',
  trusted_while_retrying: 'A failed charge is being retried',
};

export const RETURN_CODE_WORDS: Record<ReturnCode, string> = {
  invalid_contact: 'The contact data is wrong',
  duplicate: 'The buyer had this lead already',
  outside_area: 'Outside the buyer’s area',
  wrong_service: 'Another service was wanted',
  no_interest: 'No interest',
  fraudulent: 'Fraudulent',
  other: 'Another reason',
};

/** Who paid for a lead: `Wallet`, `Card, Visa 4242`. */
export function paidBy({ fundedBy, card }: Pick<DeliveryResource, 'fundedBy' | 'card'>): string {
  if (fundedBy === null) return 'Nobody';
  const rung = RUNG_WORDS[fundedBy];
  return fundedBy === 'card' && card ? `${rung}, ${cardName(card)}` : rung;
}

/** Why it was this rung, or why nobody paid. */
export function whyPaidBy(delivery: Pick<DeliveryResource, 'fundingReason' | 'reason' | 'outcome'>): string {
  if (delivery.outcome === 'refused' || delivery.fundingReason === null) return delivery.reason;
  return FUNDING_REASON_WORDS[delivery.fundingReason];
}

/** Where the money of a lead goes when it is given back, said before it does. */
export function returnDestination(
  { fundedBy, card, price }: Pick<DeliveryResource, 'fundedBy' | 'card' | 'price'>,
  buyerName: string,
): string {
  const sum = moneyText(price);
  switch (fundedBy) {
    case 'wallet':
      return `${sum} is credited to the wallet that paid for it.`;
    case 'card':
      return `${sum} is refunded to ${card ? `the card that paid for it, ${cardName(card)}` : 'the card that paid for it'}. Banks take 5 to 10 days to show it, and it cannot be undone.`;
    case 'credit':
      return `${buyerName} owes ${sum} less: it does not go on the next invoice; on an invoice that is out already it is credited, or taken off the next one.`;
    case 'manual':
      return `${buyerName} owes ${sum} less: it does not go on the next statement, or is taken off it.`;
    case 'trust':
      return `${buyerName} owes ${sum} less; what was paid for it already is credited to the wallet.`;
    case null:
      return 'Nobody paid for this lead.';
  }
}
