import type { Currency, Money } from '@drawdown/shared/money';
import { oneOf, optionalMoneyOf } from '../database/parse.ts';
import type { BuyerRow } from '../generated/prisma/client.ts';
import type { BuyerBilling, CreateBuyerInput } from './types.ts';

export type BillingColumns = Pick<
  BuyerRow,
  | 'mechanism'
  | 'failurePolicy'
  | 'pauseTiming'
  | 'fallbackToCard'
  | 'exposureLimitMinor'
  | 'creditLimitMinor'
  | 'termsDays'
  | 'invoicePeriod'
  | 'dailyCapMinor'
  | 'monthlyCapMinor'
  | 'returnWindowDays'
  | 'retryWhilePaused'
  | 'mailOptIn'
  | 'invoiceTopUps'
>;

type BillingChange = NonNullable<CreateBuyerInput['billing']>;

export const DEFAULT_BILLING: BillingColumns = {
  mechanism: 'wallet',
  failurePolicy: 'pause',
  pauseTiming: 'immediate',
  fallbackToCard: false,
  exposureLimitMinor: null,
  creditLimitMinor: null,
  termsDays: null,
  invoicePeriod: null,
  dailyCapMinor: null,
  monthlyCapMinor: null,
  returnWindowDays: 0,
  retryWhilePaused: true,
  mailOptIn: false,
  invoiceTopUps: null,
};

const INVOICE_PERIODS: readonly NonNullable<BuyerBilling['invoicePeriod']>[] = ['weekly', 'monthly'];

const LIMITS = ['exposureLimit', 'creditLimit', 'dailyCap', 'monthlyCap'] as const;

/** The first limit that is not in the buyer's currency; null when all are. */
export function limitInOtherCurrency(
  billing: BillingChange,
  currency: Currency,
): (typeof LIMITS)[number] | null {
  return LIMITS.find((field) => (billing[field]?.currency ?? currency) !== currency) ?? null;
}

/** Merges: what is left out stays, null takes a limit away. */
export function mergedBilling(before: BillingColumns, change: BillingChange): BillingColumns {
  return {
    mechanism: change.mechanism ?? before.mechanism,
    failurePolicy: change.failurePolicy ?? before.failurePolicy,
    pauseTiming: change.pauseTiming ?? before.pauseTiming,
    fallbackToCard: change.fallbackToCard ?? before.fallbackToCard,
    exposureLimitMinor: mergedLimit(before.exposureLimitMinor, change.exposureLimit),
    creditLimitMinor: mergedLimit(before.creditLimitMinor, change.creditLimit),
    termsDays: change.termsDays === undefined ? before.termsDays : change.termsDays,
    invoicePeriod: change.invoicePeriod === undefined ? before.invoicePeriod : change.invoicePeriod,
    dailyCapMinor: mergedLimit(before.dailyCapMinor, change.dailyCap),
    monthlyCapMinor: mergedLimit(before.monthlyCapMinor, change.monthlyCap),
    returnWindowDays: change.returnWindowDays ?? before.returnWindowDays,
    retryWhilePaused: change.retryWhilePaused ?? before.retryWhilePaused,
    mailOptIn: change.notifyBuyer ?? before.mailOptIn,
    invoiceTopUps: change.invoiceTopUps === undefined ? before.invoiceTopUps : change.invoiceTopUps,
  };
}

function mergedLimit(before: bigint | null, change: Money | null | undefined): bigint | null {
  if (change === undefined) return before;
  return change === null ? null : change.amountMinor;
}

export function toBilling(row: BuyerRow): BuyerBilling {
  return {
    mechanism: oneOf(['wallet', 'direct_charge', 'net_terms', 'manual'], row.mechanism),
    failurePolicy: oneOf(['pause', 'continue'], row.failurePolicy),
    pauseTiming: oneOf(['immediate', 'when_exhausted'], row.pauseTiming),
    fallbackToCard: row.fallbackToCard,
    exposureLimit: optionalMoneyOf(row.exposureLimitMinor, row.currency),
    creditLimit: optionalMoneyOf(row.creditLimitMinor, row.currency),
    termsDays: row.termsDays,
    invoicePeriod: row.invoicePeriod === null ? null : oneOf(INVOICE_PERIODS, row.invoicePeriod),
    dailyCap: optionalMoneyOf(row.dailyCapMinor, row.currency),
    monthlyCap: optionalMoneyOf(row.monthlyCapMinor, row.currency),
    returnWindowDays: row.returnWindowDays,
    retryWhilePaused: row.retryWhilePaused,
    notifyBuyer: row.mailOptIn,
    invoiceTopUps: row.invoiceTopUps,
  };
}
