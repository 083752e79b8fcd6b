import { stateConflict } from '../errors/invalid-request.ts';
import { emit } from '../events/emit.ts';
import type { PaymentIntent } from '../objects.ts';
import type { Scope } from '../scope.ts';

/** Ends an intent that has not succeeded; after this it can never be charged. */
export function cancelIntent(
  scope: Scope,
  intent: PaymentIntent,
  reason: PaymentIntent['cancellation_reason'],
): PaymentIntent {
  if (['succeeded', 'canceled', 'processing'].includes(intent.status))
    throw stateConflict({
      code: 'payment_intent_unexpected_state',
      message: `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`,
      payment_intent: intent,
    });
  const canceled = scope.tables.paymentIntents.update(intent.id, {
    status: 'canceled',
    canceled_at: scope.nowSeconds,
    cancellation_reason: reason,
    next_action: null,
  });
  emit(scope, { type: 'payment_intent.canceled', object: canceled });
  return canceled;
}
