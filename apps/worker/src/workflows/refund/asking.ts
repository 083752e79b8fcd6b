import type { RefundOutcome, SeenRefund } from '@drawdown/shared/payments';
import type { RefundInput } from '@drawdown/shared/workflows';
import type { OpenRefund } from '../../activities/refund-facts.ts';
import { unknownIfUnanswered } from '../charging/charge-card.ts';
import { askUntilKnown, nextLook } from '../charging/unknown.ts';
import { looking, refunding } from './activities.ts';
import type { Conversation } from './conversation.ts';

/** What Stripe has said for certain. */
export type KnownRefund = Exclude<RefundOutcome, { outcome: 'unknown' }>;

export type Flow = { input: RefundInput; facts: OpenRefund; conversation: Conversation };

/** A run that begins this long after its refund was asked for follows one that may have asked Stripe already. */
const FRESH_MS = 60_000;

/** What Stripe makes of the refund. Asked again only under the same key, or once Stripe has shown that nothing came of it. */
export async function askStripe(flow: Flow): Promise<KnownRefund> {
  const { input, facts, conversation } = flow;
  if (facts.stripeRefundId !== null) return lookUp(facts.stripeRefundId);
  if (Date.now() - Date.parse(facts.createdAt) > FRESH_MS) {
    const earlier = await find(flow);
    if (earlier) return earlier;
  }
  const { refundId, accountId, amountMinor, currency } = input;
  return askUntilKnown<KnownRefund>(
    {
      listen: (pause) => conversation.listen(pause),
      async stillUnknown({ detail, tries, lookAt }) {
        conversation.enter({
          flowState: 'unknown',
          words: `Checking with Stripe: nobody knows yet whether it made the refund (${detail}). Nothing is refunded twice.`,
          next: nextLook(lookAt),
        });
        // The first repeat comes at once and mostly brings the answer, while somebody still waits for it.
        if (tries > 1) conversation.tellFirstOutcome({ status: 'pending' });
      },
    },
    {
      purpose: 'refund the payment',
      begun: false,
      key: `rfd:${refundId}`,
      ask: (idempotencyKey, summary) =>
        unknownIfUnanswered(
          refunding.createRefund.executeWithOptions({ summary }, [
            {
              idempotencyKey,
              paymentIntentId: facts.paymentIntentId,
              refundId,
              accountId,
              amountMinor,
              currency,
            },
          ]),
        ),
      lookUp: () => find(flow),
      // Nobody can ask a refund to stop: `listen` never says so.
      giveUp: () => Promise.reject(new Error('a refund is not given up')),
    },
  );
}

export async function lookUp(stripeRefundId: string): Promise<KnownRefund> {
  const summary = 'What became of the refund';
  return outcomeOf(await looking.lookUpRefund.executeWithOptions({ summary }, [stripeRefundId]));
}

async function find({ input, facts }: Flow): Promise<KnownRefund | null> {
  const { paymentIntentId } = facts;
  const summary = 'Is the refund there?';
  const seen = await looking.findRefund.executeWithOptions({ summary }, [
    { paymentIntentId, refundId: input.refundId },
  ]);
  return seen && outcomeOf(seen);
}

function outcomeOf({ status, stripeRefundId, failureReason }: SeenRefund): KnownRefund {
  switch (status) {
    case 'succeeded':
    case 'pending':
      return { outcome: status, stripeRefundId };
    case 'failed':
      return { outcome: 'failed', stripeRefundId, reason: failureReason ?? 'unknown' };
  }
}
