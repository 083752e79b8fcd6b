import { emit } from '../events/emit.ts';
import type { PaymentIntent, PaymentMethod } from '../objects.ts';
import type { Scope } from '../scope.ts';

/** Waits for the payer to authenticate. */
export function requireAction(
  scope: Scope,
  { intent, method }: { intent: PaymentIntent; method: PaymentMethod },
): PaymentIntent {
  const waiting = scope.tables.paymentIntents.update(intent.id, {
    status: 'requires_action',
    payment_method: method.id,
    next_action: { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect' } },
  });
  emit(scope, { type: 'payment_intent.requires_action', object: waiting });
  return waiting;
}
