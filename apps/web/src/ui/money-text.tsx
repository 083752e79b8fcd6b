import type { MoneyJson } from '@drawdown/shared/money';
import { formatMoney, moneyFromJson, toMajorString } from '@drawdown/shared/money';

/** The minus sign is as wide as a digit and as high as the plus; the hyphen is neither. */
const MINUS = '\u2212';

/** `$250.00`, or `+$250.00` where a history needs the sign. */
export function moneyText(value: MoneyJson, sign: 'auto' | 'always' = 'auto'): string {
  return formatMoney(moneyFromJson(value), { sign }).replace('-', MINUS);
}

export function Amount({ value, signed = false }: { value: MoneyJson; signed?: boolean }) {
  return <span className="amount">{moneyText(value, signed ? 'always' : 'auto')}</span>;
}

/** `250.00`: as it is typed into a field. */
export function moneyDigits(value: MoneyJson): string {
  const { amountMinor, currency } = moneyFromJson(value);
  return toMajorString(amountMinor, currency);
}
