import { stateConflict } from '../errors/invalid-request.ts';
import { emit } from '../events/emit.ts';
import type { PaymentIntent, PaymentMethod } from '../objects.ts';
import { resolvePaymentMethod } from '../payment-methods/resolve.ts';
import type { Scope } from '../scope.ts';
import { attemptCharge } from './attempt.ts';

export type AuthenticationOutcome = 'success' | 'failure';

/**
 * The payer's part of 3-D Secure: for an intent that waits for it, and for one whose off-session attempt was
 * declined for want of it, which stands for the payer coming back to confirm it with the same card.
 */
export function authenticateIntent(
  scope: Scope,
  intent: PaymentIntent,
  outcome: AuthenticationOutcome,
): PaymentIntent {
  const method = cardToAuthenticate(scope, intent);
  if (outcome === 'failure') return failAuthentication(scope, intent, method);
  const session = { offSession: false, errorOnRequiresAction: false, returnUrl: null };
  return attemptCharge(scope, { intent, method, ...session, authenticated: true }).intent;
}

function cardToAuthenticate(scope: Scope, intent: PaymentIntent): PaymentMethod {
  const failure = intent.last_payment_error;
  if (intent.status === 'requires_action' && intent.payment_method !== null)
    return resolvePaymentMethod(scope, intent.payment_method);
  const wasAsked = failure?.code === 'authentication_required' && failure.payment_method !== undefined;
  if (intent.status === 'requires_payment_method' && wasAsked && failure.payment_method)
    return resolvePaymentMethod(scope, failure.payment_method.id);
  throw stateConflict({
    code: 'payment_intent_unexpected_state',
    message: `This PaymentIntent does not wait for authentication; its status is ${intent.status}.`,
    payment_intent: intent,
  });
}

function failAuthentication(scope: Scope, intent: PaymentIntent, method: PaymentMethod): PaymentIntent {
  const failed = scope.tables.paymentIntents.update(intent.id, {
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_payment_error: {
      type: 'invalid_request_error',
      code: 'payment_intent_authentication_failure',
      message:
        'The provided PaymentMethod has failed authentication. You can provide a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
      payment_method: method,
    },
  });
  emit(scope, { type: 'payment_intent.payment_failed', object: failed });
  return failed;
}
