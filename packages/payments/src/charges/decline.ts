import { adviceOfNetwork, type Decline } from '@drawdown/shared/payments';

/** The fields by which Stripe tells of a decline, in an error and in a PaymentIntent alike. */
type CardFailure = {
  code?: string | undefined;
  decline_code?: string | undefined;
  advice_code?: string | undefined;
  network_advice_code?: string | undefined;
  network_decline_code?: string | undefined;
  charge?: string | undefined;
};

export function declineOf(failure: CardFailure): Decline {
  return {
    // The SDK's errors have an empty decline_code where there is none.
    code: failure.decline_code || failure.code || 'card_declined',
    adviceCode: failure.advice_code ?? adviceOfNetwork(failure.network_advice_code),
    networkDeclineCode: failure.network_decline_code ?? null,
    stripeChargeId: failure.charge ?? null,
  };
}

export function needsAuthentication({ code, decline_code }: CardFailure): boolean {
  return [code, decline_code].includes('authentication_required');
}
