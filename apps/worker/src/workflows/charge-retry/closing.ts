import { type ChargeRetryResult, chargeRetryWorkflowId } from '@drawdown/shared/workflows';
import type { OpenRetry } from '../../activities/charge-retry-facts.ts';
import { collecting } from '../charging/activities.ts';
import type { KnownOutcome } from '../charging/attempt.ts';
import { cancelPaymentIntent } from '../charging/looking.ts';
import { show } from '../charging/operator-view.ts';
import { type CloseWish, endingWords } from './close-wish.ts';
import type { Flow } from './flow.ts';

/** What became of a wish to end the charge: it has ended, or Stripe knows better. */
export type Closing = { closed: ChargeRetryResult } | { insteadAtStripe: KnownOutcome };

/** Cancels the payment at Stripe first, so that nothing can be taken any more, then ends the charge. */
export async function close(flow: Flow, facts: OpenRetry, wish: CloseWish): Promise<Closing> {
  const { messages, input } = flow;
  messages.enter('closing');
  show(flow.heading, { flowState: 'closing', words: 'Canceling the payment at Stripe.' });
  if (facts.paymentIntentId !== null) {
    const order = { process: 'charge-retry' as const, chargeId: input.chargeId };
    const outcome = await cancelPaymentIntent(order, facts.paymentIntentId);
    if (outcome.outcome !== 'canceled') return { insteadAtStripe: outcome };
  }
  return { closed: await end(flow, wish) };
}

/** The payment was canceled at Stripe: because somebody wanted that, or past us. */
export async function closeCanceled(flow: Flow): Promise<ChargeRetryResult> {
  return end(flow, flow.messages.closeWish() ?? { as: 'stopped', actor: null, note: 'Canceled at Stripe' });
}

async function end(
  { messages, input, heading }: Flow,
  { as, actor, note, reference }: Pick<CloseWish, 'as' | 'actor' | 'note' | 'reference'>,
): Promise<ChargeRetryResult> {
  const { topUpId, chargeId } = input;
  const itself = { kind: 'workflow' as const, id: chargeRetryWorkflowId(chargeId), label: 'Drawdown' };
  const order = { topUpId, chargeId, as, actor: actor ?? itself, note };
  await collecting.closeCharge(reference === undefined ? order : { ...order, reference });
  show(heading, { flowState: as, words: endingWords(as, actor) });
  messages.tell({ words: endingWords(as, actor), attempts: 0, nextAttemptAt: null });
  messages.closedAs(as);
  return { outcome: 'closed', as };
}
