import type { Money } from '@drawdown/shared/money';
import type { RefundOutcome, SeenRefund } from '@drawdown/shared/payments';
import type { Stripe } from 'stripe';
import { toStripeAmount } from '../amounts/stripe-amount.ts';
import { orProviderError } from '../gateway/failure.ts';
import { PaymentProviderError } from '../provider-error.ts';
import { refundFailure } from './refusal.ts';
import { parseRefund, refundOutcome } from './stripe-refund.ts';

export type CreateRefundInput = {
  idempotencyKey: string;
  paymentIntentId: string;
  amount: Money;
  /** Kept in Stripe's metadata: by it a refund is known as ours wherever it is met. */
  refundId: string;
  accountId: string;
};

/** As many as Stripe lists at once; no payment is refunded in more parts. */
const MOST_PARTS = 100;

/** Money on its way back. Whatever Stripe says is an answer; only bugs, bad keys and silence to a question throw. */
export function createRefunding(stripe: Stripe) {
  return { createRefund, lookUpRefund, listRefunds };

  /** Once for its key: a repeat answers what came of the first. */
  async function createRefund(input: CreateRefundInput): Promise<RefundOutcome> {
    const { idempotencyKey, paymentIntentId, refundId, accountId } = input;
    const amount = toStripeAmount(input.amount);
    if (amount.outcome === 'notChargeable')
      return { outcome: 'refused', reason: 'not_refundable', detail: amount.detail };
    try {
      const answer = await stripe.refunds.create(
        { payment_intent: paymentIntentId, amount: amount.amount, metadata: { refundId, accountId } },
        { idempotencyKey },
      );
      const refund = parseRefund(answer);
      return refund === null
        ? { outcome: 'unknown', detail: 'the answer is no refund' }
        : refundOutcome(refund);
    } catch (error) {
      return refundFailure(error);
    }
  }

  /** @throws PaymentProviderError when Stripe gives no usable answer. */
  async function lookUpRefund(stripeRefundId: string): Promise<SeenRefund> {
    return shown(await orProviderError(stripe.refunds.retrieve(stripeRefundId)));
  }

  /** Every refund of a payment, whoever made it. @throws PaymentProviderError when Stripe gives no usable answer. */
  async function listRefunds(paymentIntentId: string): Promise<SeenRefund[]> {
    const page = await orProviderError(
      stripe.refunds.list({ payment_intent: paymentIntentId, limit: MOST_PARTS }),
    );
    // A proxy's error page is taken for a success by the SDK.
    if (!Array.isArray(page.data)) throw new PaymentProviderError('unreachable', 'the answer is no list');
    return page.data.map(shown);
  }
}

function shown(answer: unknown): SeenRefund {
  const refund = parseRefund(answer);
  if (refund === null) throw new PaymentProviderError('unreachable', 'the answer is no refund');
  return refund;
}
