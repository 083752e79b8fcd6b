import type { EligibilityResource, FundedBy } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { moneyText } from '../../ui/money-text.tsx';

const PAID_FROM: Record<FundedBy, string> = {
  wallet: 'paid from the wallet',
  card: 'charged to the card on file',
  credit: 'on net terms, for the next invoice',
  manual: 'on manual billing, for the next statement',
  trust: 'on trust, while a failed charge is retried',
};

const REFUSED_BECAUSE: Record<NonNullable<EligibilityResource['reason']>, string> = {
  insufficient_funds: 'the wallet does not hold enough for it',
  delivery_paused: 'delivery is paused',
  credit_limit_reached: 'the credit limit is reached',
  spending_cap_reached: 'the spending cap is reached',
  card_declined: 'the card was declined',
  price_below_card_minimum: 'it costs less than the smallest sum that a card can be charged',
  no_payment_method: 'there is no card on file to charge',
  mechanism_not_available: 'its billing mechanism cannot pay for leads',
  not_found: 'the buyer is not known',
  currency_mismatch: 'the buyer is billed in another currency',
};

/** What would happen to a lead now, and if it would be refused: why, and what unblocks it. */
export function nextLeadSentence(price: MoneyJson, answer: EligibilityResource): string {
  const lead = `A lead of ${moneyText(price)}`;
  if (answer.eligible) {
    const from = answer.fundedBy ? `, ${PAID_FROM[answer.fundedBy]}` : '';
    return `${lead} would be delivered now${from}.`;
  }
  const why = answer.reason ? `: ${REFUSED_BECAUSE[answer.reason]}` : '';
  return [`${lead} would be refused now${why}.`, answer.unblockedBy].filter(Boolean).join(' ');
}

/** The same for the client: polite, and without what only the agency can do anything about. */
export function clientSentence(name: string, answer: EligibilityResource): string {
  if (answer.eligible) return `Leads for ${name} are being delivered.`;
  const why = answer.reason ? `: ${REFUSED_BECAUSE[answer.reason]}` : '';
  const next = answer.unblockedBy ? ` What is needed: ${answer.unblockedBy}` : '';
  return `We cannot deliver leads to ${name} at the moment${why}.${next}`;
}

/**
 * How far what can pay reaches: in leads, and in hours at the recent pace. Where it reaches for none, what would happen
 * to the next lead says all there is: why it would be refused, or that a card would pay.
 */
export function runwaySentence(price: MoneyJson, { runway }: EligibilityResource): string | null {
  if (runway.leads === null || runway.leads === 0) return null;
  const leads = runway.leads === 1 ? '1 more lead' : `${runway.leads.toLocaleString('en-US')} more leads`;
  const pace =
    runway.hours === null
      ? 'No lead was delivered in the last 24 hours, so there is no pace to say how long that lasts.'
      : `At the pace of the last 24 hours that lasts ${lasting(runway.hours)}.`;
  return `Enough for ${leads} at ${moneyText(price)}. ${pace}`;
}

function lasting(hours: number): string {
  if (hours < 1) return 'less than an hour';
  if (hours < 72) return hours < 1.5 ? 'about 1 hour' : `about ${Math.round(hours)} hours`;
  const days = Math.round(hours / 24);
  return days > 90 ? 'more than 90 days' : `about ${days} days`;
}
