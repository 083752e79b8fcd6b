import type { EntryResource } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';

/** A top-up that is under way, as the history shows it: above the entries, without a balance. */
export type PendingRow = {
  kind: 'pending';
  topUpId: string;
  at: string;
  amount: MoneyJson;
  description: string;
};

export type HistoryRow = PendingRow | { kind: 'entry'; entry: EntryResource };

export function historyRows(pending: PendingRow[], entries: EntryResource[]): HistoryRow[] {
  return [...pending, ...entries.map((entry) => ({ kind: 'entry', entry }) as const)];
}
