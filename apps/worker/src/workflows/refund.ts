import type { RefundInput } from '@drawdown/shared/workflows';
import { allHandlersFinished, CancellationScope, condition } from '@temporalio/workflow';
import { records } from './refund/activities.ts';
import { askStripe, type Flow, type KnownRefund } from './refund/asking.ts';
import { type Conversation, openConversation } from './refund/conversation.ts';
import { type Ending, reverse, settle, waitForStripe } from './refund/endings.ts';

/**
 * Brings money that has left the books to the card: asks Stripe until it is known what came of it, and gives the money
 * back where nothing did. Once asked for, a refund is not stopped half way, also not by a cancellation in Temporal. A
 * refund that fails after it had succeeded is no longer this process's: Stripe's event gives the money back.
 */
export async function refund(input: RefundInput): Promise<Ending> {
  const conversation = openConversation();
  return CancellationScope.nonCancellable(async () => {
    const ending = await run(input, conversation);
    conversation.tellFirstOutcome(ending);
    await condition(allHandlersFinished);
    return ending;
  });
}

async function run(input: RefundInput, conversation: Conversation): Promise<Ending> {
  const facts = await records.readRefund(input.refundId);
  if (facts.state === 'ended')
    return facts.status === 'succeeded'
      ? { status: 'succeeded' }
      : { status: 'failed', reason: facts.reason ?? 'unknown' };
  const flow: Flow = { input, facts, conversation };
  conversation.begin(facts);
  let outcome: KnownRefund = await askStripe(flow);
  for (;;) {
    switch (outcome.outcome) {
      case 'succeeded':
        return settle(flow, outcome.stripeRefundId);
      case 'failed':
        return reverse(flow, { ...outcome, detail: 'the bank or Stripe could not pay it out.' });
      case 'refused':
        return reverse(flow, { ...outcome, stripeRefundId: null });
      case 'pending':
        outcome = await waitForStripe(flow, outcome.stripeRefundId);
        break;
    }
  }
}
