import { type Currency, isCurrency, type Money, money } from '@drawdown/shared/money';

/** Reads a text column that a CHECK constraint keeps to a closed list. */
export function oneOf<T extends string>(allowed: readonly T[], value: string): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new Error(`"${value}" is none of ${allowed.join(', ')}`);
  return found;
}

export function currencyOf(code: string): Currency {
  if (!isCurrency(code)) throw new Error(`the database holds the unknown currency "${code}"`);
  return code;
}

export function moneyOf(amountMinor: bigint, currency: string): Money {
  return money(amountMinor, currencyOf(currency));
}

export function optionalMoneyOf(amountMinor: bigint | null, currency: string): Money | null {
  return amountMinor === null ? null : moneyOf(amountMinor, currency);
}
