import type { KnownOutcome, Only } from '../charging/attempt.ts';
import { lookDelayMs, PAYER_PATIENCE_MS } from '../charging/delays.ts';
import { cancelPaymentIntent, lookUp } from '../charging/looking.ts';
import { timeWords } from '../charging/operator-view.ts';
import { ledger } from './activities.ts';
import { attemptOf, type Flow, firstAttempt } from './flow.ts';

/**
 * The payer has to confirm the payment. Given up after seven days, unless the money has come in by then. Only for
 * top-ups that were begun before declined charges were collected; the others wait in `chargeRetry`.
 */
export async function waitForPayer(flow: Flow, present: Only<'requiresAction'>): Promise<KnownOutcome> {
  const { conversation } = flow;
  const { paymentIntentId } = present;
  const deadline = new Date(Date.now() + PAYER_PATIENCE_MS);
  await ledger.markWaiting({ ...attemptOf(flow), outcome: present, status: 'requires_action' });
  conversation.tellFirstOutcome({ status: 'requires_action' });
  const since = Date.now();
  for (let looks = 0; ; looks++) {
    const patienceMs = deadline.getTime() - Date.now();
    if (patienceMs <= 0)
      conversation.requestCancel({ by: 'Drawdown', reason: 'The payer did not confirm the payment in time' });
    const delayMs = Math.max(0, Math.min(lookDelayMs({ looks, waitedMs: Date.now() - since }), patienceMs));
    conversation.enter({
      flowState: 'requires_action',
      words: `Waiting until ${timeWords(deadline)} for the payer to confirm the payment with the bank (3-D Secure). After that it is canceled.`,
      next: { at: new Date(Date.now() + delayMs), words: 'Next look at Stripe' },
    });
    const news = await conversation.listen({ delayMs, summary: 'Until the next look at Stripe' });
    const seen =
      news === 'cancelRequested'
        ? await cancelPaymentIntent(firstAttempt(flow), paymentIntentId)
        : await lookUp(firstAttempt(flow), paymentIntentId);
    if (seen && seen.outcome !== 'requiresAction') return seen;
  }
}
