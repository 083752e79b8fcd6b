import type { Currency, MoneyJson } from '@drawdown/shared/money';
import {
  CURRENCY_EXPONENTS,
  formatMoney,
  money,
  parseMajorString,
  toSafeInteger,
} from '@drawdown/shared/money';

export type MoneyReading = { ok: true; amount: MoneyJson } | { ok: false; message: string };

type Options = { zeroAllowed?: boolean };

/** Reads what a person typed (`1,250.50`) exactly, and says in words what is wrong with anything else. */
export function readMoney(
  text: string,
  currency: Currency,
  { zeroAllowed = false }: Options = {},
): MoneyReading {
  const typed = text.trim();
  if (typed === '') return { ok: false, message: 'Enter an amount.' };

  const amountMinor = parseMajorString(withoutGrouping(typed), currency);
  if (amountMinor === null) return { ok: false, message: notANumber(currency) };
  if (zeroAllowed ? amountMinor < 0n : amountMinor <= 0n)
    return { ok: false, message: `The amount must be ${zeroAllowed ? 'zero or more' : 'more than zero'}.` };
  if (amountMinor > BigInt(Number.MAX_SAFE_INTEGER))
    return { ok: false, message: 'This amount is too large.' };
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
