import type { Refundable } from '@drawdown/ledger';
import { formatMoney, money } from '@drawdown/shared/money';

/** What limits a refund, in words with numbers; null where all that was paid can go back. */
export function refundableWords(refundable: Refundable): string | null {
  const { paid, unspent, refunded, available, limitedBy } = refundable;
  const used = money(paid.amountMinor - refunded.amountMinor - unspent.amountMinor, paid.currency);
  switch (limitedBy) {
    case null:
      return null;
    case 'not_paid_by_card':
      return 'No card paid for this credit: it is corrected, not refunded.';
    case 'not_succeeded':
      return 'Nothing was credited, so there is nothing to refund.';
    case 'disputed':
      return 'The payment is disputed: the bank has taken the money back, and Stripe refunds it no more.';
    case 'spent':
      return refunded.amountMinor === 0n
        ? `${formatMoney(unspent)} of ${formatMoney(paid)} is unspent; leads have used ${formatMoney(used)}.`
        : `${formatMoney(unspent)} of ${formatMoney(paid)} is unspent; leads have used ${formatMoney(used)}, and ${formatMoney(refunded)} was refunded before.`;
    case 'refunded':
      return `${formatMoney(refunded)} of ${formatMoney(paid)} was refunded before.`;
    case 'reserved':
      return `${formatMoney(unspent)} of ${formatMoney(paid)} is unspent, but only ${formatMoney(available)} of the wallet is available; the rest is reserved by open holds.`;
  }
}
