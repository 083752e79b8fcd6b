import type { PaymentGateway } from '@drawdown/payments';
import { isCurrency, money } from '@drawdown/shared/money';
import type { RefundOutcome, SeenRefund } from '@drawdown/shared/payments';
import { ApplicationFailure } from '@temporalio/common';
import type { Failpoints } from '../failpoints/failpoints.ts';

export type RefundPaymentsActivities = ReturnType<typeof createRefundPaymentsActivities>;

type CreateInput = {
  idempotencyKey: string;
  paymentIntentId: string;
  refundId: string;
  accountId: string;
  amountMinor: number;
  currency: string;
};

/** Calls to Stripe. Refusals and unknown outcomes are answers; what throws is technical. */
export function createRefundPaymentsActivities(deps: { payments: PaymentGateway; failpoints: Failpoints }) {
  const { payments, failpoints } = deps;
  return { createRefund, lookUpRefund, findRefund };

  async function createRefund(input: CreateInput): Promise<RefundOutcome> {
    const { amountMinor, currency, ...order } = input;
    if (!isCurrency(currency)) throw ApplicationFailure.nonRetryable(`Unknown currency ${currency}`);
    failpoints.hit('refund:before-create');
    const outcome = await payments.createRefund({ ...order, amount: money(BigInt(amountMinor), currency) });
    failpoints.hit('refund:after-create');
    return outcome;
  }

  async function lookUpRefund(stripeRefundId: string): Promise<SeenRefund> {
    return payments.lookUpRefund(stripeRefundId);
  }

  /** What Stripe has made of a refund of ours by now; null when nothing. */
  async function findRefund(input: {
    paymentIntentId: string;
    refundId: string;
  }): Promise<SeenRefund | null> {
    const refunds = await payments.listRefunds(input.paymentIntentId);
    return refunds.find(({ refundId }) => refundId === input.refundId) ?? null;
  }
}
