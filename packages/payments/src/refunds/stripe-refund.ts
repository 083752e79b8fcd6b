import type { RefundOutcome, SeenRefund } from '@drawdown/shared/payments';
import { z } from 'zod';
import { fromStripeAmount } from '../amounts/stripe-amount.ts';

const reference = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]);

const refundSchema = z.object({
  object: z.literal('refund'),
  id: z.string().min(1),
  status: z.string().nullish(),
  amount: z.int(),
  currency: z.string(),
  payment_intent: reference.nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  failure_reason: z.string().nullish(),
});

/** Null for any answer that is no refund: the SDK takes every JSON body without an `error` for a success. */
export function parseRefund(answer: unknown): SeenRefund | null {
  const parsed = refundSchema.safeParse(answer);
  if (!parsed.success) return null;
  const { id, amount, currency, payment_intent, metadata, failure_reason, status } = parsed.data;
  return {
    stripeRefundId: id,
    paymentIntentId: payment_intent ?? null,
    refundId: metadata?.refundId ?? null,
    amountMinor: fromStripeAmount(amount, currency),
    currency: currency.toUpperCase(),
    ...statusOf(status ?? 'pending', failure_reason ?? null),
  };
}

function statusOf(
  status: string,
  failureReason: string | null,
): Pick<SeenRefund, 'status' | 'failureReason'> {
  switch (status) {
    case 'succeeded':
      return { status: 'succeeded', failureReason: null };
    case 'failed':
      return { status: 'failed', failureReason: failureReason ?? 'unknown' };
    case 'canceled':
      return { status: 'failed', failureReason: 'canceled' };
    // Also `requires_action`, and whatever Stripe may add: neither made nor failed.
    default:
      return { status: 'pending', failureReason: null };
  }
}

/** What a refund that Stripe knows says about the money. */
export function refundOutcome({ status, stripeRefundId, failureReason }: SeenRefund): RefundOutcome {
  switch (status) {
    case 'succeeded':
    case 'pending':
      return { outcome: status, stripeRefundId };
    case 'failed':
      return { outcome: 'failed', stripeRefundId, reason: failureReason ?? 'unknown' };
  }
}
