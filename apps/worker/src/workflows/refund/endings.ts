import type { FirstRefundOutcome } from '@drawdown/shared/workflows';
import { lookDelayMs } from '../charging/delays.ts';
import { records } from './activities.ts';
import { type Flow, type KnownRefund, lookUp } from './asking.ts';

export type Ending = Exclude<FirstRefundOutcome, { status: 'pending' }>;

export async function settle({ input, conversation }: Flow, stripeRefundId: string): Promise<Ending> {
  await records.settleRefund({ refundId: input.refundId, stripeRefundId });
  conversation.enter({ flowState: 'succeeded', words: 'Done: Stripe has made the refund.' });
  return { status: 'succeeded' };
}

/** Stripe gives nothing back, so that what was taken from the books goes back where it came from. */
export async function reverse(
  { input, conversation }: Flow,
  { reason, stripeRefundId, detail }: { reason: string; stripeRefundId: string | null; detail: string },
): Promise<Ending> {
  const { refundId } = input;
  conversation.enter({ flowState: 'reversing', words: `Stripe made no refund (${detail}).` });
  await records.reverseRefund({ refundId, reason, stripeRefundId });
  conversation.enter({
    flowState: 'failed',
    words: `Failed (${reason}): ${detail} The money is in the wallet again.`,
    failureCode: reason,
  });
  return { status: 'failed', reason };
}

/** It is on its way, for minutes or weeks. Stripe's event wakes the process; a look now and then finds one that got lost. */
export async function waitForStripe(
  { input, conversation }: Flow,
  stripeRefundId: string,
): Promise<KnownRefund> {
  await records.rememberRefund({ refundId: input.refundId, stripeRefundId });
  conversation.tellFirstOutcome({ status: 'pending' });
  const since = Date.now();
  for (let looks = 0; ; looks++) {
    const delayMs = lookDelayMs({ looks, waitedMs: Date.now() - since });
    conversation.enter({
      flowState: 'pending',
      words: 'Waiting for Stripe: the refund is on its way.',
      next: { at: new Date(Date.now() + delayMs), words: 'Next look at Stripe' },
    });
    await conversation.listen({ delayMs, summary: 'Until the next look at Stripe' });
    const seen = await lookUp(stripeRefundId);
    if (seen.outcome !== 'pending') return seen;
  }
}
