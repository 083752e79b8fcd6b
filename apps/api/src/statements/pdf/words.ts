import type { StatementTotal } from '@drawdown/ledger';
import type { EntryType } from '@drawdown/shared/http';
import type { Money } from '@drawdown/shared/money';
import { toMajorString } from '@drawdown/shared/money';
import { startOfDay } from '../period.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Digits in groups of three, without the currency. Written here and not by the runtime, whose ways change with it. */
export function figures({ amountMinor, currency }: Money): string {
  const [whole = '', fraction] = toMajorString(amountMinor, currency).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',').replace('-', '\u2212');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

type Parts = { year: string; month: string; day: string; time: string };

function partsOf(at: Date, timeZone: string): Parts {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const found = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => found.get(type) ?? '';
  const time = `${part('hour')}:${part('minute')}:${part('second')}`;
  return { year: part('year').padStart(4, '0'), month: part('month'), day: part('day'), time };
}

/** `2026-11-03 14:05` on the account's clocks. */
export function minuteOf(at: Date, timeZone: string): string {
  const { year, month, day, time } = partsOf(at, timeZone);
  return `${year}-${month}-${day} ${time.slice(0, 5)}`;
}

/** Whole days by their names, anything else to the second. */
export function periodWords({ from, to }: { from: Date; to: Date }, timeZone: string): string {
  if (from >= to) return `nothing before ${instantWords(to, timeZone)}`;
  const lastDay = new Date(to.getTime() - 1);
  const begin = isStartOfDay(from, timeZone) ? dayWords(from, timeZone) : instantWords(from, timeZone);
  const end = isStartOfDay(to, timeZone) ? dayWords(lastDay, timeZone) : instantWords(to, timeZone);
  return begin === end ? begin : `${begin} to ${end}`;
}

function isStartOfDay(at: Date, timeZone: string): boolean {
  const { year, month, day } = partsOf(at, timeZone);
  const midnight = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return startOfDay(midnight, timeZone).getTime() === at.getTime();
}

function dayWords(at: Date, timeZone: string): string {
  const { year, month, day } = partsOf(at, timeZone);
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}

export function instantWords(at: Date, timeZone: string): string {
  return `${dayWords(at, timeZone)}, ${partsOf(at, timeZone).time}`;
}

const TYPE_WORDS: Record<EntryType, string> = {
  top_up: 'Top-ups by card',
  external_credit: 'Money received',
  promotional_credit: 'Promotional credit',
  delivery: 'Leads delivered',
  return: 'Leads returned',
  refund: 'Refunds',
  refund_reversal: 'Refunds that failed',
  dispute: 'Disputed payments',
  dispute_reversal: 'Disputes won',
  correction: 'Corrections',
  settlement: 'Settlements',
  receivable_payment: 'Payments',
  write_off: 'Written off',
  transfer: 'Moved between wallets',
};

/** The way from the opening to the closing. */
export function summaryOf(opening: Money, totals: StatementTotal[], closing: Money) {
  return [
    { label: 'Opening', count: '', amount: figures(opening), strong: true },
    ...totals.map(({ type, count, amount }) => ({
      label: TYPE_WORDS[type],
      count: count === 1n ? '1 line' : `${count} lines`,
      amount: figures(amount),
      strong: false,
    })),
    { label: 'Closing', count: '', amount: figures(closing), strong: true },
  ];
}
