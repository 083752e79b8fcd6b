import type { Ledger, Refund } from '@drawdown/ledger';
import { formatMoney } from '@drawdown/shared/money';
import type { Failpoints } from '../failpoints/failpoints.ts';
import type { RefundFacts } from './refund-facts.ts';
import { rowMissing } from './row-missing.ts';

export type RefundLedgerActivities = ReturnType<typeof createRefundLedgerActivities>;

type Deps = { ledger: Pick<Ledger, 'refunds' | 'changes'>; failpoints: Failpoints };

/** The records of a refund. Each may be repeated: the database keeps the first answer. */
export function createRefundLedgerActivities({ ledger, failpoints }: Deps) {
  return { readRefund, rememberRefund, settleRefund, reverseRefund };

  async function readRefund(refundId: string): Promise<RefundFacts> {
    const refund = await ledger.refunds.find(refundId);
    if (!refund) throw rowMissing('refund');
    if (refund.status !== 'pending')
      return { state: 'ended', status: refund.status, reason: refund.failureReason };
    // A payment that was credited has one.
    if (refund.paymentIntentId === null) throw rowMissing('payment of the refund');
    return {
      state: 'open',
      paymentIntentId: refund.paymentIntentId,
      stripeRefundId: refund.stripeRefundId,
      createdAt: refund.createdAt.toISOString(),
      words: {
        amount: formatMoney(refund.amount),
        card: `${refund.card.brand} ${refund.card.last4}`,
        subject: subjectOf(refund),
      },
    };
  }

  async function rememberRefund(input: { refundId: string; stripeRefundId: string }): Promise<void> {
    failpoints.hit('refund:before-remember');
    publishRefund(ledger, await ledger.refunds.rememberStripeRefund(input.refundId, input.stripeRefundId));
    failpoints.hit('refund:after-remember');
  }

  async function settleRefund(input: { refundId: string; stripeRefundId: string }): Promise<void> {
    failpoints.hit('refund:before-settle');
    const refund = await ledger.refunds.settle(input.refundId, input.stripeRefundId);
    failpoints.hit('refund:after-settle');
    publishRefund(ledger, refund);
  }

  /** The money is in the wallet again. */
  async function reverseRefund(input: {
    refundId: string;
    reason: string;
    stripeRefundId: string | null;
  }): Promise<void> {
    const { refundId, reason, stripeRefundId } = input;
    failpoints.hit('refund:before-reverse');
    const refund = await ledger.refunds.fail(refundId, { reason, stripeRefundId });
    failpoints.hit('refund:after-reverse');
    publishRefund(ledger, refund);
  }
}

function subjectOf({ origin, topUpId, deliveryId }: Refund): string {
  return origin === 'returned_lead' ? `returned lead ${deliveryId}` : `top-up ${topUpId}`;
}

/** Tells open browsers to fetch the refund, and what it took its money from, again. */
export function publishRefund({ changes }: Pick<Ledger, 'changes'>, refund: Refund): void {
  const { id: refundId, accountId, walletId, topUpId } = refund;
  changes.publish(accountId, { type: 'refund.changed', refundId, walletId });
  if (walletId === null) return;
  changes.publish(accountId, { type: 'wallet.changed', walletId });
  if (topUpId !== null) changes.publish(accountId, { type: 'top_up.changed', topUpId, walletId });
}
