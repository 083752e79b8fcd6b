import { ledger } from './activities.ts';
import { lookDelayMs, PAYER_PATIENCE_MS } from './delays.ts';
import { attemptOf, type Flow, type KnownOutcome } from './flow.ts';
import { timeWords } from './operator-view.ts';
import { cancelPaymentIntent, lookUp } from './reconciling.ts';

type Only<Outcome> = Extract<KnownOutcome, { outcome: Outcome }>;

/** The payer has to confirm the payment. Given up after seven days, unless the money has come in by then. */
export async function waitForPayer(flow: Flow, outcome: Only<'requiresAction'>): Promise<KnownOutcome> {
  const deadline = new Date(Date.now() + PAYER_PATIENCE_MS);
  await ledger.markWaiting({ ...attemptOf(flow), outcome, status: 'requires_action' });
  flow.conversation.tellFirstOutcome({ status: 'requires_action' });
  return untilItChanges(flow, outcome, {
    flowState: 'requires_action',
    words: `Waiting until ${timeWords(deadline)} for the payer to confirm the payment with the bank (3-D Secure). After that it is canceled.`,
    deadline,
  });
}

/** Stripe works on it. It is never given up before Stripe has said how it ended. */
export async function waitForStripe(flow: Flow, outcome: Only<'processing'>): Promise<KnownOutcome> {
  await ledger.markWaiting({ ...attemptOf(flow), outcome, status: 'processing' });
  flow.conversation.tellFirstOutcome({ status: 'processing' });
  return untilItChanges(flow, outcome, {
    flowState: 'processing',
    words: 'Waiting for Stripe, which is still processing the payment.',
    deadline: null,
  });
}

type Wait = { flowState: 'requires_action' | 'processing'; words: string; deadline: Date | null };

async function untilItChanges(
  flow: Flow,
  present: Only<'requiresAction' | 'processing'>,
  { flowState, words, deadline }: Wait,
): Promise<KnownOutcome> {
  const { conversation } = flow;
  const since = Date.now();
  for (let looks = 0; ; looks++) {
    const patienceMs = deadline ? deadline.getTime() - Date.now() : Number.POSITIVE_INFINITY;
    if (patienceMs <= 0)
      conversation.requestCancel({ by: 'Drawdown', reason: 'The payer did not confirm the payment in time' });
    const delayMs = Math.max(0, Math.min(lookDelayMs({ looks, waitedMs: Date.now() - since }), patienceMs));
    conversation.enter({ flowState, words, lookAt: new Date(Date.now() + delayMs) });
    const news = await conversation.listen({ delayMs, summary: 'Until the next look at Stripe' });
    const seen =
      news === 'cancelRequested'
        ? await cancelPaymentIntent(flow, present.paymentIntentId)
        : await lookUp(flow, present.paymentIntentId);
    if (seen && seen.outcome !== present.outcome) return seen;
    // A wish that came while Stripe was being asked has not been tried yet: the next round does.
    if (news !== 'cancelRequested') continue;
    conversation.answerCancelRequests({
      canceled: false,
      because:
        'Stripe is still processing the payment. The top-up goes on and ends with what Stripe decides.',
    });
  }
}
