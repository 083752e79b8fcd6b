import { reconciling } from './activities.ts';
import type { Attempt, KnownOutcome } from './attempt.ts';

/** What Stripe has made of the present attempt; null when it never happened. */
export async function lookUp(attempt: Attempt, paymentIntentId: string): Promise<KnownOutcome | null> {
  const { knownStripeChargeIds, olderFailure, process } = attempt;
  const summary = `Look ${paymentIntentId} up at Stripe`;
  const seen = await reconciling.lookUpPaymentIntent.executeWithOptions({ summary }, [
    { paymentIntentId, knownStripeChargeIds, process },
  ]);
  if (seen.outcome === 'notAttempted') return null;
  const failure = seen.outcome === 'declined' || seen.outcome === 'requiresAction' ? seen.decline : null;
  const isOld = olderFailure !== null && failure?.stripeChargeId === null && failure.code === olderFailure;
  return isOld ? null : seen;
}

/** Cancels the payment, or answers what has become of it instead. */
export function cancelPaymentIntent(
  { chargeId, process }: Pick<Attempt, 'chargeId' | 'process'>,
  paymentIntentId: string,
): Promise<KnownOutcome> {
  const idempotencyKey = `chg:${chargeId}:cancel`;
  const summary = `Cancel ${paymentIntentId} at Stripe`;
  return reconciling.cancelPaymentIntent.executeWithOptions({ summary }, [
    { paymentIntentId, idempotencyKey, process },
  ]);
}
