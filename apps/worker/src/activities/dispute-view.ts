import type { Dispute } from '@drawdown/ledger';
import type { DisputeStatus, DisputeVerdict } from '@drawdown/shared/codes';
import { formatMoney } from '@drawdown/shared/money';

/** What the workflow needs to know; safe to keep in its history: ids, codes and words. */
export type DisputeView = {
  status: DisputeStatus;
  verdict: DisputeVerdict | null;
  /** Whose payment it is, and of how much. */
  words: string;
  amount: string;
  fromWallet: string;
  fromReceivable: string | null;
  fee: string | null;
  paused: string[];
  /** ISO; null where nothing is awaited. */
  evidenceDueAt: string | null;
  evidenceSubmitted: boolean;
};

export function disputeView(dispute: Dispute): DisputeView {
  const { payment, buyerName, walletName, fromReceivable, fee } = dispute;
  const whose = buyerName ?? walletName ?? 'the agency';
  const card = payment.card === null ? 'on the hosted page' : `${payment.card.brand} ${payment.card.last4}`;
  return {
    status: dispute.status,
    verdict: dispute.verdict,
    words: `${whose}: payment of ${formatMoney(payment.amount)} (${card})`,
    amount: formatMoney(dispute.amount),
    fromWallet: formatMoney(dispute.fromWallet),
    fromReceivable: fromReceivable.amountMinor === 0n ? null : formatMoney(fromReceivable),
    fee: fee === null ? null : formatMoney(fee),
    paused: dispute.pausedBuyers.map(({ name }) => name),
    evidenceDueAt: dispute.evidenceDueAt?.toISOString() ?? null,
    evidenceSubmitted: dispute.evidenceSubmitted,
  };
}
