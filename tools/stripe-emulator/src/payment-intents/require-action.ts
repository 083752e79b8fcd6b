import { emit } from '../events/emit.ts';
import type { PaymentIntent, PaymentMethod } from '../objects.ts';
import { authenticationPage } from '../pages/address.ts';
import type { Scope } from '../scope.ts';

type Waiting = {
  intent: PaymentIntent;
  method: PaymentMethod;
  /** Where the bank's page leads back to; without it only a script in the payer's browser could ask him. */
  returnUrl: string | null;
};

/** Waits for the payer to authenticate. */
export function requireAction(scope: Scope, { intent, method, returnUrl }: Waiting): PaymentIntent {
  const waiting = scope.tables.paymentIntents.update(intent.id, {
    status: 'requires_action',
    payment_method: method.id,
    next_action:
      returnUrl === null
        ? { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect' } }
        : {
            type: 'redirect_to_url',
            redirect_to_url: { return_url: returnUrl, url: authenticationPage(scope.origin, intent.id) },
          },
  });
  emit(scope, { type: 'payment_intent.requires_action', object: waiting });
  return waiting;
}
