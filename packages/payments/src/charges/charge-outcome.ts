import type { ChargeOutcome } from '@drawdown/shared/payments';
import { fromStripeAmount } from '../amounts/stripe-amount.ts';
import { declineOf, needsAuthentication } from './decline.ts';
import type { PaymentIntent } from './payment-intent.ts';

export type LookedUp = ChargeOutcome | { outcome: 'notAttempted'; paymentIntentId: string };

/**
 * What a PaymentIntent says about the newest attempt. Failures of charges that the caller knows already belong to
 * earlier attempts; without any other failure, the newest attempt never reached the card.
 */
export function outcomeOf(intent: PaymentIntent, knownStripeChargeIds: readonly string[] = []): LookedUp {
  const paymentIntentId = intent.id;
  switch (intent.status) {
    case 'succeeded':
      return {
        outcome: 'succeeded',
        paymentIntentId,
        stripeChargeId: intent.latest_charge ?? null,
        amountReceivedMinor: fromStripeAmount(intent.amount_received ?? 0, intent.currency),
        ...(intent.payment_method && { stripePaymentMethodId: intent.payment_method }),
      };
    case 'processing':
      return { outcome: 'processing', paymentIntentId };
    case 'canceled':
      return { outcome: 'canceled', paymentIntentId };
    case 'requires_action':
      return { outcome: 'requiresAction', paymentIntentId, decline: null };
    case 'requires_payment_method':
    case 'requires_confirmation':
      return failureOf(intent, knownStripeChargeIds) ?? { outcome: 'notAttempted', paymentIntentId };
    default:
      return { outcome: 'unknown', paymentIntentId, detail: `PaymentIntent in state ${intent.status}` };
  }
}

function failureOf(intent: PaymentIntent, knownStripeChargeIds: readonly string[]): ChargeOutcome | null {
  const error = intent.last_payment_error;
  if (!error || (error.charge !== undefined && knownStripeChargeIds.includes(error.charge))) return null;
  return {
    outcome: needsAuthentication(error) ? 'requiresAction' : 'declined',
    paymentIntentId: intent.id,
    decline: declineOf(error),
  };
}
