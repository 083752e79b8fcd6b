import { formatMoney, isCurrency, type Money, money } from '@drawdown/shared/money';
import { timeWords } from '../words/time-words.ts';

export type Fields = {
  text(name: string): string | null;
  number(name: string): number | null;
  time(name: string): Date | null;
  timeWords(name: string): string | null;
  flag(name: string): boolean;
  /** The formatted sum: `name` as money, or `<name>Minor` in the mail's currency. */
  amount(name: string): string | null;
  list(name: string): Fields[];
};

/** What was noted for a mail when its occasion came. Written by other versions too: anything may be missing or odd. */
export function fieldsOf(data: Readonly<Record<string, unknown>>): Fields {
  const text = (name: string): string | null => {
    const value = data[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const number = (name: string): number | null => {
    const value = data[name];
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
  };
  const time = (name: string): Date | null => {
    const value = text(name);
    const parsed = value === null ? Number.NaN : Date.parse(value);
    return Number.isNaN(parsed) ? null : new Date(parsed);
  };
  return {
    text,
    number,
    time,
    timeWords(name) {
      const found = time(name);
      return found && timeWords(found);
    },
    flag: (name) => data[name] === true,
    amount(name) {
      const value = data[name];
      const found = isRecord(value)
        ? sum(value.amount, value.currency)
        : sum(data[`${name}Minor`], data.currency);
      return found && formatMoney(found);
    },
    list(name) {
      const value = data[name];
      return Array.isArray(value) ? value.filter(isRecord).map((item) => fieldsOf(item)) : [];
    },
  };
}

function sum(value: unknown, currency: unknown): Money | null {
  const amountMinor = minorUnits(value);
  return amountMinor === null || typeof currency !== 'string' || !isCurrency(currency)
    ? null
    : money(amountMinor, currency);
}

/** As a JSON number, or as text where a writer took care of sums above what a number holds exactly. */
function minorUnits(value: unknown): bigint | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  return typeof value === 'string' && /^-?\d{1,18}$/.test(value) ? BigInt(value) : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
