import type { BuyerBilling, UpdateBuyerRequest } from '@drawdown/shared/http';
import { BILLING_MECHANISMS, INVOICE_PERIODS } from '@drawdown/shared/http';
import type { Currency, MoneyJson } from '@drawdown/shared/money';
import { z } from 'zod';
import { moneyDigits } from '../../../ui/money-text.tsx';
import { readMoney } from '../../../ui/read-money.ts';

/** Billing as it is typed: amounts and days are text until they are read. */
export const billingFields = z.object({
  mechanism: z.enum(BILLING_MECHANISMS),
  onFailure: z.enum(['immediate', 'when_exhausted', 'continue']),
  exposureLimit: z.string(),
  retryWhilePaused: z.boolean(),
  fallbackToCard: z.boolean(),
  creditLimit: z.string(),
  invoicePeriod: z.enum(INVOICE_PERIODS),
  termsDays: z.string(),
  dailyCap: z.string(),
  monthlyCap: z.string(),
  returnWindowDays: z.string(),
  notifyBuyer: z.boolean(),
  invoiceTopUps: z.enum(['account', 'yes', 'no']),
});

export type BillingValues = z.infer<typeof billingFields>;
export type BillingField = keyof BillingValues;
export type BillingFault = { field: BillingField; message: string };

type Mechanism = BillingValues['mechanism'];
type BillingRequest = NonNullable<UpdateBuyerRequest['billing']>;

const ALWAYS: BillingField[] = ['onFailure', 'dailyCap', 'monthlyCap', 'returnWindowDays', 'notifyBuyer'];
const BY_CARD: BillingField[] = ['exposureLimit', 'retryWhilePaused'];
const BY_PERIOD: BillingField[] = ['creditLimit', 'invoicePeriod', 'termsDays'];

const FIELDS: Record<Mechanism, readonly BillingField[]> = {
  wallet: [...ALWAYS, ...BY_CARD, 'fallbackToCard', 'invoiceTopUps'],
  direct_charge: [...ALWAYS, ...BY_CARD],
  net_terms: [...ALWAYS, ...BY_PERIOD],
  manual: [...ALWAYS, ...BY_PERIOD],
};

/** Whether a field says anything for this way to pay; an exposure limit only under the policy that uses it. */
export function matters(
  field: BillingField,
  values: Pick<BillingValues, 'mechanism' | 'onFailure'>,
): boolean {
  if (field === 'exposureLimit' && values.onFailure !== 'continue') return false;
  return FIELDS[values.mechanism].includes(field);
}

export const DEFAULT_TERMS_DAYS = '14';

/** A buyer's billing as it stands in the form; null: that of a new buyer. */
export function billingValues(billing: BuyerBilling | null): BillingValues {
  return {
    mechanism: billing?.mechanism ?? 'wallet',
    onFailure: billing?.failurePolicy === 'continue' ? 'continue' : (billing?.pauseTiming ?? 'immediate'),
    exposureLimit: digits(billing?.exposureLimit),
    retryWhilePaused: billing?.retryWhilePaused ?? true,
    fallbackToCard: billing?.fallbackToCard ?? false,
    creditLimit: digits(billing?.creditLimit),
    invoicePeriod: billing?.invoicePeriod ?? 'monthly',
    termsDays: String(billing?.termsDays ?? DEFAULT_TERMS_DAYS),
    dailyCap: digits(billing?.dailyCap),
    monthlyCap: digits(billing?.monthlyCap),
    returnWindowDays: String(billing?.returnWindowDays ?? 0),
    notifyBuyer: billing?.notifyBuyer ?? false,
    invoiceTopUps: inheritedChoice(billing?.invoiceTopUps ?? null),
  };
}

export type BillingReading = { billing: BillingRequest; faults: BillingFault[] };

/** Reads what matters for the chosen way to pay; what does not is left out, so that it keeps its value. */
export function readBilling(values: BillingValues, currency: Currency): BillingReading {
  const faults: BillingFault[] = [];
  const used = (field: BillingField) => matters(field, values);
  const limit = (field: 'exposureLimit' | 'creditLimit' | 'dailyCap' | 'monthlyCap'): MoneyJson | null => {
    if (values[field].trim() === '') return null;
    const reading = readMoney(values[field], currency, { zeroAllowed: true });
    if (reading.ok) return reading.amount;
    faults.push({ field, message: reading.message });
    return null;
  };
  const days = (field: 'termsDays' | 'returnWindowDays', most: number): number => {
    const typed = values[field].trim();
    if (/^\d{1,3}$/.test(typed) && Number(typed) <= most) return Number(typed);
    faults.push({ field, message: `Enter whole days, from 0 to ${most}.` });
    return 0;
  };
  if (values.mechanism === 'net_terms' && values.creditLimit.trim() === '')
    faults.push({
      field: 'creditLimit',
      message: 'Net terms need a credit limit: without one no lead is delivered.',
    });
  const billing: BillingRequest = {
    mechanism: values.mechanism,
    failurePolicy: values.onFailure === 'continue' ? 'continue' : 'pause',
    ...(values.onFailure === 'continue' ? {} : { pauseTiming: values.onFailure }),
    ...(used('exposureLimit') && { exposureLimit: limit('exposureLimit') }),
    ...(used('retryWhilePaused') && { retryWhilePaused: values.retryWhilePaused }),
    ...(used('fallbackToCard') && { fallbackToCard: values.fallbackToCard }),
    ...(used('creditLimit') && { creditLimit: limit('creditLimit') }),
    ...(used('invoicePeriod') && { invoicePeriod: values.invoicePeriod }),
    ...(used('termsDays') && { termsDays: days('termsDays', 120) }),
    dailyCap: limit('dailyCap'),
    monthlyCap: limit('monthlyCap'),
    returnWindowDays: days('returnWindowDays', 365),
    notifyBuyer: values.notifyBuyer,
    ...(used('invoiceTopUps') && { invoiceTopUps: INHERITED[values.invoiceTopUps] }),
  };
  return { billing, faults };
}

const INHERITED = { account: null, yes: true, no: false } as const;

function inheritedChoice(value: boolean | null): BillingValues['invoiceTopUps'] {
  if (value === null) return 'account';
  return value ? 'yes' : 'no';
}

function digits(limit: MoneyJson | null | undefined): string {
  return limit ? moneyDigits(limit) : '';
}
