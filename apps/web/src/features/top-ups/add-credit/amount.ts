import type { Currency, MoneyJson } from '@drawdown/shared/money';
import { formatMoney, moneyFromJson } from '@drawdown/shared/money';
import type { MoneyReading } from '../../../ui/read-money.ts';
import { readMoney } from '../../../ui/read-money.ts';

/** What one top-up may be, both ends included. */
export type AmountLimits = { minimum: MoneyJson; maximum: MoneyJson };

/** Reads the amount of a top-up, and says in words what is wrong with anything that is none within the limits. */
export function readAmount(text: string, currency: Currency, limits: AmountLimits | null): MoneyReading {
  const reading = readMoney(text, currency);
  if (!reading.ok || !limits) return reading;
  if (reading.amount.amount < limits.minimum.amount) {
    return { ok: false, message: `The smallest top-up is ${formatMoney(moneyFromJson(limits.minimum))}.` };
  }
  if (reading.amount.amount > limits.maximum.amount) {
    return { ok: false, message: `The largest top-up is ${formatMoney(moneyFromJson(limits.maximum))}.` };
  }
  return reading;
}
