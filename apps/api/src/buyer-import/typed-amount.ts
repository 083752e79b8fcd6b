import {
  CURRENCY_EXPONENTS,
  type Currency,
  type Money,
  money,
  parseMajorString,
} from '@drawdown/shared/money';

export type TypedAmount = { ok: true; amount: Money } | { ok: false; message: string };

/**
 * Reads an amount in major units as people type it: `1250`, `1,250.00`, `1.250,00`, `1 250,00`, `USD 1,250`. Exact, and what can
 * be read in two ways (`1.250`) is refused, not guessed.
 */
export function typedAmount(text: string, currency: Currency): TypedAmount {
  const found = new Set(readingsOf(withoutCurrency(text, currency), currency));
  const [amountMinor] = found;
  if (found.size > 1) return { ok: false, message: ambiguous(currency) };
  if (amountMinor === undefined || amountMinor === null) return { ok: false, message: expected(currency) };
  if (amountMinor < 0n) return { ok: false, message: 'must be zero or more' };
  if (amountMinor > BigInt(Number.MAX_SAFE_INTEGER)) return { ok: false, message: 'is too large' };
  return { ok: true, amount: money(amountMinor, currency) };
}

function withoutCurrency(text: string, currency: Currency): string {
  const bare = text.trim();
  if (bare.toUpperCase().startsWith(currency)) return bare.slice(currency.length).trim();
  if (bare.toUpperCase().endsWith(currency)) return bare.slice(0, -currency.length).trim();
  return bare;
}

const GROUPED_BY_COMMA = /^-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/;
const GROUPED_BY_POINT = /^-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/;
const GROUPED_BY_SPACE = /^-?[1-9]\d{0,2}([ '\u00a0\u202f\u2019]\d{3})+([.,]\d+)?$/;
const DECIMAL_POINT = /^-?\d+(\.\d+)?$/;
const DECIMAL_COMMA = /^-?\d+,\d+$/;

/** Every way to read it; null stands for a way that has too many decimals. */
function readingsOf(text: string, currency: Currency): (bigint | null)[] {
  if (DECIMAL_POINT.test(text)) {
    const plain = parseMajorString(text, currency);
    if (plain !== null) return [plain];
    return GROUPED_BY_POINT.test(text) ? [null, parseMajorString(digitsOf(text), currency)] : [null];
  }
  const readings: (bigint | null)[] = [];
  if (GROUPED_BY_COMMA.test(text)) readings.push(parseMajorString(text.replaceAll(',', ''), currency));
  else if (GROUPED_BY_POINT.test(text) || GROUPED_BY_SPACE.test(text)) readings.push(pointed(text, currency));
  if (DECIMAL_COMMA.test(text)) {
    const plain = parseMajorString(text.replace(',', '.'), currency);
    if (plain !== null || readings.length === 0) readings.push(plain);
  }
  return readings;
}

/** The last point or comma begins the decimals where something else groups, or the other one does. */
function pointed(text: string, currency: Currency): bigint | null {
  const [, whole = text, fraction] = /^(.*),(\d+)$/.exec(text) ?? /^([^.]*)\.(\d+)$/.exec(text) ?? [];
  return parseMajorString(digitsOf(whole) + (fraction === undefined ? '' : `.${fraction}`), currency);
}

function digitsOf(text: string): string {
  return text.replace(/[^\d-]/g, '');
}

function example(currency: Currency): string {
  const digits = CURRENCY_EXPONENTS[currency];
  return digits === 0 ? '1250' : `1250.${'0'.repeat(digits)}`;
}

function ambiguous(currency: Currency): string {
  return `can be read in two ways: write it as ${example(currency)}`;
}

function expected(currency: Currency): string {
  const digits = CURRENCY_EXPONENTS[currency];
  const decimals = digits === 0 ? 'without decimals' : `with at most ${digits} decimals`;
  return `must be an amount in ${currency} ${decimals}, such as ${example(currency)}`;
}
