import type { BuyerBilling, BuyerResource } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { moneyText } from '../../ui/money-text.tsx';

export type BillingLine = { name: string; words: string };

/** The terms of a buyer, line by line; only what says something for its way to pay. */
export function billingLines({ billing, wallet }: Pick<BuyerResource, 'billing' | 'wallet'>): BillingLine[] {
  return [...mechanismLines(billing, wallet.owner), ...capLines(billing), returnLine(billing)];
}

function mechanismLines(billing: BuyerBilling, owner: BuyerResource['wallet']['owner']): BillingLine[] {
  switch (billing.mechanism) {
    case 'wallet':
      return [
        { name: 'Draws on', words: owner === 'buyer' ? 'Its own wallet' : 'A shared wallet' },
        {
          name: 'When the wallet cannot pay',
          words: billing.fallbackToCard
            ? 'The lead is charged to the card on file'
            : 'Refused until the next credit',
        },
      ];
    case 'direct_charge':
      return [];
    case 'net_terms':
    case 'manual':
      return [
        { name: 'Credit limit', words: limitWords(billing.creditLimit, billing.mechanism) },
        { name: billing.mechanism === 'manual' ? 'Statement' : 'Invoice', words: termsWords(billing) },
      ];
  }
}

function limitWords(limit: MoneyJson | null, mechanism: 'net_terms' | 'manual'): string {
  if (limit !== null) return moneyText(limit);
  return mechanism === 'manual' ? 'None' : 'None: every lead is refused';
}

const DEFAULT_TERMS_DAYS = 14;

function termsWords({ invoicePeriod, termsDays }: BuyerBilling): string {
  const days = termsDays ?? DEFAULT_TERMS_DAYS;
  const due = days === 0 ? 'at once' : `in ${days === 1 ? '1 day' : `${days} days`}`;
  return `${invoicePeriod === 'weekly' ? 'Weekly' : 'Monthly'}, due ${due}`;
}

function capLines({ dailyCap, monthlyCap }: BuyerBilling): BillingLine[] {
  return [
    ...(dailyCap ? [{ name: 'Daily cap', words: moneyText(dailyCap) }] : []),
    ...(monthlyCap ? [{ name: 'Monthly cap', words: moneyText(monthlyCap) }] : []),
  ];
}

function returnLine({ returnWindowDays: days }: BuyerBilling): BillingLine {
  return {
    name: 'Leads may be returned',
    words: days === 0 ? 'No' : `Within ${days === 1 ? '1 day' : `${days} days`}`,
  };
}
