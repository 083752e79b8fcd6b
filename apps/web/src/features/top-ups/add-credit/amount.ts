import type { Currency, MoneyJson } from '@drawdown/shared/money';
import {
  CURRENCY_EXPONENTS,
  formatMoney,
  money,
  moneyFromJson,
  parseMajorString,
  toSafeInteger,
} from '@drawdown/shared/money';

/** What one top-up may be, both ends included. */
export type AmountLimits = { minimum: MoneyJson; maximum: MoneyJson };

export type AmountReading = { ok: true; amount: MoneyJson } | { ok: false; message: string };

/** Reads what a person typed (`1,250.50`) exactly, and says in words what is wrong with anything else. */
export function readAmount(text: string, currency: Currency, limits: AmountLimits | null): AmountReading {
  const typed = text.trim();
  if (typed === '') return { ok: false, message: 'Enter an amount.' };

  const amountMinor = parseMajorString(withoutGrouping(typed), currency);
  if (amountMinor === null) return { ok: false, message: notANumber(currency) };
  if (amountMinor <= 0n) return { ok: false, message: 'The amount must be more than zero.' };
  if (amountMinor > BigInt(Number.MAX_SAFE_INTEGER))
    return { ok: false, message: 'This amount is too large.' };

  if (limits && amountMinor < BigInt(limits.minimum.amount)) {
    return { ok: false, message: `The smallest top-up is ${formatMoney(moneyFromJson(limits.minimum))}.` };
  }
  if (limits && amountMinor > BigInt(limits.maximum.amount)) {
    return { ok: false, message: `The largest top-up is ${formatMoney(moneyFromJson(limits.maximum))}.` };
  }
  return { ok: true, amount: { amount: toSafeInteger(amountMinor), currency } };
}

/** Commas only where thousands are grouped: `1,250` is read, `12,50` is refused rather than guessed. */
function withoutGrouping(typed: string): string {
  return /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(typed) ? typed.replaceAll(',', '') : typed;
}

function notANumber(currency: Currency): string {
  const example = formatMoney(money(10n ** BigInt(CURRENCY_EXPONENTS[currency]) * 250n, currency));
  const digits = CURRENCY_EXPONENTS[currency];
  if (digits === 0) return `Enter a whole amount in ${currency}, for example ${example}, without the sign.`;
  return `Enter an amount in ${currency} with at most ${digits} decimals, such as 250.00.`;
}
