import type { Currency } from './currency.ts';
import { CURRENCY_EXPONENTS } from './currency.ts';

/** An exact sum: an integer count of minor units and the currency it counts. */
export type Money = Readonly<{ amountMinor: bigint; currency: Currency }>;

/** Money as it stands in JSON: `{ "amount": 25000, "currency": "USD" }` is 250.00 US dollars. */
export type MoneyJson = { amount: number; currency: Currency };

export function money(amountMinor: bigint, currency: Currency): Money {
  return { amountMinor, currency };
}

/** @throws RangeError when the amount is no safe integer, so that JSON never rounds money in silence. */
export function toSafeInteger(amountMinor: bigint): number {
  const amount = Number(amountMinor);
  if (!Number.isSafeInteger(amount))
    throw new RangeError(`${amountMinor} minor units do not fit into JSON exactly`);
  return amount;
}

export function moneyToJson(value: Money): MoneyJson {
  return { amount: toSafeInteger(value.amountMinor), currency: value.currency };
}

export function moneyFromJson(value: MoneyJson): Money {
  return { amountMinor: BigInt(value.amount), currency: value.currency };
}

/** Exact decimal in major units, without grouping: `25000` USD minor units are `"250.00"`. */
export function toMajorString(amountMinor: bigint, currency: Currency): string {
  const digits = CURRENCY_EXPONENTS[currency];
  const sign = amountMinor < 0n ? '-' : '';
  const magnitude = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(digits + 1, '0');
  if (digits === 0) return `${sign}${magnitude}`;
  return `${sign}${magnitude.slice(0, -digits)}.${magnitude.slice(-digits)}`;
}

/** Reads a decimal in major units; null when it is no number or has more decimals than the currency. */
export function parseMajorString(text: string, currency: Currency): bigint | null {
  const digits = CURRENCY_EXPONENTS[currency];
  const match = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return null;
  const [, sign, whole = '0', fraction = ''] = match;
  if (fraction.length > digits) return null;
  const magnitude = BigInt(whole + fraction.padEnd(digits, '0'));
  return sign === '-' ? -magnitude : magnitude;
}

type FormatOptions = { sign?: 'auto' | 'always'; locale?: string };

/** For people: `$250.00`, `+$250.00` with `sign: 'always'`. Exact for any size: the digits never pass through a float. */
export function formatMoney(value: Money, { sign = 'auto', locale = 'en-US' }: FormatOptions = {}): string {
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: value.currency,
    signDisplay: sign === 'always' ? 'exceptZero' : 'auto',
    minimumFractionDigits: CURRENCY_EXPONENTS[value.currency],
    maximumFractionDigits: CURRENCY_EXPONENTS[value.currency],
  });
  return format.format(toMajorString(value.amountMinor, value.currency) as `${number}`);
}
