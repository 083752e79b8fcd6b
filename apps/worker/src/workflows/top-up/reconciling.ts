import { reconciling } from './activities.ts';
import type { Flow, KnownOutcome } from './flow.ts';

/** What Stripe has made of the present attempt; null when it never happened. */
export async function lookUp({ facts }: Flow, paymentIntentId: string): Promise<KnownOutcome | null> {
  const { knownStripeChargeIds } = facts;
  const summary = `Look ${paymentIntentId} up at Stripe`;
  const seen = await reconciling.lookUpPaymentIntent.executeWithOptions({ summary }, [
    { paymentIntentId, knownStripeChargeIds },
  ]);
  return seen.outcome === 'notAttempted' ? null : seen;
}

/** Cancels the payment, or answers what has become of it instead. */
export function cancelPaymentIntent({ facts }: Flow, paymentIntentId: string): Promise<KnownOutcome> {
  const idempotencyKey = `chg:${facts.chargeId}:cancel`;
  const summary = `Cancel ${paymentIntentId} at Stripe`;
  return reconciling.cancelPaymentIntent.executeWithOptions({ summary }, [
    { paymentIntentId, idempotencyKey },
  ]);
}
