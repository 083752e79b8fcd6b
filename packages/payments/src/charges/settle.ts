import type { ChargeOutcome } from '@drawdown/shared/payments';
import { Stripe } from 'stripe';
import { describeFailure } from '../gateway/failure.ts';
import { type LookedUp, outcomeOf } from './charge-outcome.ts';
import { explained } from './network-outcome.ts';
import { type PaymentIntent, parsePaymentIntent } from './payment-intent.ts';

export const NO_PAYMENT_INTENT = 'the answer is no PaymentIntent';

/** What a call means for the charge, and the PaymentIntent where Stripe showed it. */
type Shown<Outcome> = { outcome: Outcome; intent: PaymentIntent | null };

/** What a PaymentIntent says now. Throws only for bugs and bad keys. */
export async function lookUp(
  stripe: Stripe,
  paymentIntentId: string,
  knownStripeChargeIds: readonly string[],
): Promise<Shown<LookedUp>> {
  try {
    const intent = parsePaymentIntent(await stripe.paymentIntents.retrieve(paymentIntentId));
    if (!intent) return unknown(paymentIntentId, NO_PAYMENT_INTENT);
    return { outcome: await explained(stripe, outcomeOf(intent, knownStripeChargeIds)), intent };
  } catch (error) {
    const failure = describeFailure(error);
    switch (failure.kind) {
      case 'technical':
        throw failure.error;
      case 'unknown':
        return unknown(paymentIntentId, failure.detail);
      case 'declined':
      case 'unexpectedState':
        return unknown(paymentIntentId, 'Stripe does not show this PaymentIntent');
    }
  }
}

/** Makes one call on a PaymentIntent; a refused state means that the PaymentIntent knows better. */
export async function settle(
  stripe: Stripe,
  paymentIntentId: string,
  call: () => Promise<unknown>,
): Promise<Shown<ChargeOutcome>> {
  try {
    const intent = parsePaymentIntent(await call());
    return intent
      ? { outcome: attempted(outcomeOf(intent)), intent }
      : unknown(paymentIntentId, NO_PAYMENT_INTENT);
  } catch (error) {
    // The key was used for other parameters, such as those of an earlier release: what came of that is to be looked up.
    if (error instanceof Stripe.errors.StripeIdempotencyError)
      return unknown(paymentIntentId, `asked differently before: ${error.message}`);
    const failure = describeFailure(error);
    switch (failure.kind) {
      case 'declined': {
        const { needsAuthentication, decline } = failure;
        const outcome = needsAuthentication ? 'requiresAction' : 'declined';
        return { outcome: await explained(stripe, { outcome, paymentIntentId, decline }), intent: null };
      }
      case 'unknown':
        return unknown(paymentIntentId, failure.detail);
      case 'unexpectedState': {
        const { outcome, intent } = await lookUp(stripe, paymentIntentId, []);
        return { outcome: attempted(outcome), intent };
      }
      case 'technical':
        throw failure.error;
    }
  }
}

function attempted(looked: LookedUp): ChargeOutcome {
  if (looked.outcome !== 'notAttempted') return looked;
  const { paymentIntentId } = looked;
  return { outcome: 'unknown', paymentIntentId, detail: 'the PaymentIntent shows no attempt' };
}

function unknown(paymentIntentId: string, detail: string) {
  return { outcome: { outcome: 'unknown' as const, paymentIntentId, detail }, intent: null };
}
