import type { ChargeOutcome } from '@drawdown/shared/payments';
import type { Stripe } from 'stripe';
import { orProviderError } from '../gateway/failure.ts';
import { PaymentProviderError } from '../provider-error.ts';
import { settleWithCustomer } from './orphan.ts';
import { parsePaymentIntent } from './payment-intent.ts';
import { NO_PAYMENT_INTENT } from './settle.ts';

export type ConfirmOnSessionInput = {
  idempotencyKey: string;
  paymentIntentId: string;
  stripePaymentMethodId: string;
  /** Where the bank sends the payer back to. */
  returnUrl: string;
};

/** `redirectUrl`: the bank's page, where the payer has to be sent; null where only Stripe's script can show it. */
export type OnSessionOutcome =
  | Exclude<ChargeOutcome, { outcome: 'requiresAction' }>
  | (Extract<ChargeOutcome, { outcome: 'requiresAction' }> & {
      clientSecret: string | null;
      redirectUrl: string | null;
    });

/** Payments that the payer confirms himself, being there. */
export function createOnSession(stripe: Stripe) {
  return { confirmOnSession, clientSecretOf };

  /**
   * Confirms a PaymentIntent while the payer is there, so that the bank may ask; also one that failed off-session. One
   * that waits for the bank already answers with the page that is open.
   */
  async function confirmOnSession(input: ConfirmOnSessionInput): Promise<OnSessionOutcome> {
    const { paymentIntentId, stripePaymentMethodId, returnUrl } = input;
    const { outcome, intent } = await settleWithCustomer(stripe, input, (idempotencyKey) =>
      stripe.paymentIntents.confirm(
        paymentIntentId,
        { payment_method: stripePaymentMethodId, off_session: false, return_url: returnUrl },
        { idempotencyKey },
      ),
    );
    if (outcome.outcome !== 'requiresAction') return outcome;
    return {
      ...outcome,
      clientSecret: intent?.client_secret ?? null,
      redirectUrl: intent?.next_action?.redirect_to_url?.url ?? null,
    };
  }

  /** What the payer's browser needs to finish a payment with Stripe's script. */
  async function clientSecretOf(paymentIntentId: string): Promise<string> {
    const answer = await orProviderError(stripe.paymentIntents.retrieve(paymentIntentId));
    const secret = parsePaymentIntent(answer)?.client_secret;
    if (!secret) throw new PaymentProviderError('unreachable', NO_PAYMENT_INTENT);
    return secret;
  }
}
