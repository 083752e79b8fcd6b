import { stateConflict } from '../errors/invalid-request.ts';
import { emit } from '../events/emit.ts';
import type { SetupIntent } from '../objects.ts';
import type { AuthenticationOutcome } from '../payment-intents/authenticate.ts';
import { resolvePaymentMethod } from '../payment-methods/resolve.ts';
import type { Scope } from '../scope.ts';
import { saveCard } from './confirm.ts';

/** The payer's part of 3-D Secure while saving a card. */
export function authenticateSetup(
  scope: Scope,
  intent: SetupIntent,
  outcome: AuthenticationOutcome,
): SetupIntent {
  if (intent.status !== 'requires_action' || intent.payment_method === null)
    throw stateConflict({
      code: 'setup_intent_unexpected_state',
      message: `This SetupIntent does not wait for authentication; its status is ${intent.status}.`,
      setup_intent: intent,
    });
  const method = resolvePaymentMethod(scope, intent.payment_method);
  if (outcome === 'success') return saveCard(scope, intent, method);
  const failed = scope.tables.setupIntents.update(intent.id, {
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_setup_error: {
      type: 'invalid_request_error',
      code: 'setup_intent_authentication_failure',
      message: 'The latest attempt to set up the payment method has failed because authentication failed.',
      payment_method: method,
    },
  });
  emit(scope, { type: 'setup_intent.setup_failed', object: failed });
  return failed;
}
