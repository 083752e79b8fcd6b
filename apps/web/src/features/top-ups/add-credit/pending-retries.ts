import type { MoneyJson } from '@drawdown/shared/money';
import { money, moneyFromJson, moneyToJson } from '@drawdown/shared/money';
import { moneyText } from '../../../ui/money-text.tsx';

/** Declined charges of the wallet that a credit would stand in for, and whether they are to be given up for it. */
export type PendingRetries = { count: number; total: MoneyJson; cancel: boolean };

type Failing = { amount: MoneyJson };

/** Those that this much covers, the oldest first, as the ledger does it; null where it covers none. */
export function coveredRetries(failing: Failing[], amount: MoneyJson): Omit<PendingRetries, 'cancel'> | null {
  let left = moneyFromJson(amount).amountMinor;
  let count = 0;
  for (const charge of failing) {
    const { amountMinor } = moneyFromJson(charge.amount);
    if (charge.amount.currency !== amount.currency || amountMinor > left) continue;
    left -= amountMinor;
    count += 1;
  }
  if (count === 0) return null;
  const covered = moneyFromJson(amount).amountMinor - left;
  return { count, total: moneyToJson(money(covered, amount.currency)) };
}

/** What is asked about them. */
export function retriesQuestion({ count, total }: Omit<PendingRetries, 'cancel'>): string {
  return count === 1
    ? `Cancel the pending retry of ${moneyText(total)}`
    : `Cancel the ${count} pending retries, ${moneyText(total)} in all`;
}

/** What confirming does to them; for the one sentence. */
export function retriesSentence({ count, total, cancel }: PendingRetries): string {
  const charges = count === 1 ? 'declined charge' : 'declined charges';
  return cancel
    ? ` It stands in for the ${charges} of ${moneyText(total)}, not tried again.`
    : ` The ${charges} of ${moneyText(total)} will be tried again as well.`;
}
