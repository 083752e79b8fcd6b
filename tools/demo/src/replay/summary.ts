import type { BuyerResource } from '@drawdown/shared/http';
import type { Currency } from '@drawdown/shared/money';
import { formatMoney, money } from '@drawdown/shared/money';
import { buyerToWatch } from './buyer-to-watch.ts';
import type { Column } from './table.ts';
import { formatTable } from './table.ts';
import type { BuyerTally, Tally } from './tally.ts';
import type { WalletChange } from './wallet-change.ts';
import { otherMovementMinor, walletChanges } from './wallet-change.ts';
import { grouped, REFUSAL_WORDS } from './words.ts';

const COLUMNS: readonly Column[] = [
  { title: 'buyer', align: 'left' },
  { title: 'delivered', align: 'right' },
  { title: 'refused', align: 'right' },
  { title: 'spent', align: 'right' },
  { title: 'before', align: 'right' },
  { title: 'after', align: 'right' },
  { title: 'why not delivered', align: 'left' },
];

export type SummaryOptions = { after: ReadonlyMap<string, BuyerResource>; apiUrl: string };

/** What was delivered, what was refused and why, what it cost, and where to look. */
export function formatSummary(tally: Tally, options: SummaryOptions): string {
  const changes = walletChanges(tally, options.after);
  const buyers = [...tally.buyers.values()].sort((left, right) =>
    left.buyer.name.localeCompare(right.buyer.name, 'en'),
  );
  const table = formatTable(COLUMNS, [
    ...buyers.map((of) => buyerRow(of, changes)),
    null,
    ...totalRows(tally, changes),
  ]);
  const notes = [
    buyers.some(({ buyer }) => isShared(buyer)) ? '* a wallet that several buyers share' : null,
    ...changes.map(otherMovement),
    firstError(tally),
    buyerToWatch(tally, options),
  ];
  return [table, '', ...notes.filter((note) => note !== null)].join('\n');
}

function buyerRow(of: BuyerTally, changes: readonly WalletChange[]): string[] {
  const wallet = changes.find(({ walletId }) => walletId === of.buyer.walletId);
  const mark = isShared(of.buyer) ? '*' : '';
  return [
    of.buyer.name,
    grouped(of.delivered),
    grouped(sum(of.refused.values())),
    amount(of.spentMinor, of.buyer.currency),
    `${amount(wallet?.beforeMinor ?? null, of.buyer.currency)}${mark}`,
    `${amount(wallet?.afterMinor ?? null, of.buyer.currency)}${mark}`,
    whyNot(of),
  ];
}

function totalRows(tally: Tally, changes: readonly WalletChange[]): string[][] {
  const currencies = [...new Set(changes.map((change) => change.currency))];
  const counts = [grouped(tally.delivered), grouped(tally.refused)];
  return currencies.map((currency, index) => {
    const own = changes.filter((change) => change.currency === currency);
    const afterMinor = own.every((change) => change.afterMinor !== null)
      ? total(own.map((change) => change.afterMinor ?? 0n))
      : null;
    return [
      index === 0 ? 'total' : '',
      ...(index === 0 ? counts : ['', '']),
      amount(total(own.map((change) => change.spentMinor)), currency),
      amount(total(own.map((change) => change.beforeMinor)), currency),
      amount(afterMinor, currency),
    ];
  });
}

function whyNot(of: BuyerTally): string {
  const parts = [
    ...[...of.refused].map(([code, times]) => `${grouped(times)} ${REFUSAL_WORDS[code]}`),
    ...(of.repeated > 0 ? [`${grouped(of.repeated)} delivered before`] : []),
    ...(of.pending > 0 ? [`${grouped(of.pending)} still pending`] : []),
    ...[...of.errors].map(([code, times]) => `${grouped(times)} error ${code}`),
  ];
  return parts.join(', ');
}

function otherMovement(change: WalletChange): string | null {
  const otherMinor = otherMovementMinor(change);
  if (otherMinor === 0n) return null;
  const moved = formatMoney(money(otherMinor, change.currency), { sign: 'always' });
  return `${change.name}: ${moved} came about besides this run (top-ups, other leads, or an earlier run's leads)`;
}

function firstError({ firstError: error, errors }: Tally): string | null {
  if (error === null) return null;
  const leads = errors === 1 ? '1 lead' : `${grouped(errors)} leads`;
  return `${leads} had an error; the first, on line ${error.line}: ${error.code}, ${error.detail}`;
}

function amount(amountMinor: bigint | null, currency: Currency): string {
  return amountMinor === null ? '?' : formatMoney(money(amountMinor, currency));
}

function isShared(buyer: BuyerResource): boolean {
  return buyer.wallet.owner === 'account';
}

function sum(counts: Iterable<number>): number {
  return [...counts].reduce((so, count) => so + count, 0);
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((so, amountMinor) => so + amountMinor, 0n);
}
