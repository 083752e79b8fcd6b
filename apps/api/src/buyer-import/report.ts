import type { ImportReportResource, ImportRowResource } from '@drawdown/shared/http';
import type { Currency } from '@drawdown/shared/money';
import { toSafeInteger } from '@drawdown/shared/money';

/** What the rows come to. */
export function reportOf(rows: ImportRowResource[], { dryRun }: { dryRun: boolean }): ImportReportResource {
  const count = (action: ImportRowResource['action']) => rows.filter((row) => row.action === action).length;
  return {
    dryRun,
    rows,
    counts: {
      create: count('create'),
      update: count('update'),
      unchanged: count('unchanged'),
      error: count('error'),
    },
    openingBalances: openingBalances(rows),
    remaining: rows.filter(isToBeDone).length,
  };
}

export function isToBeDone({ action, done }: ImportRowResource): boolean {
  return !done && (action === 'create' || action === 'update');
}

function openingBalances(rows: ImportRowResource[]) {
  const sums = new Map<Currency, bigint>();
  for (const { action, openingBalance } of rows) {
    if (openingBalance === null || action === 'error') continue;
    const { amount, currency } = openingBalance;
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount));
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, sum]) => ({ amount: toSafeInteger(sum), currency }));
}
