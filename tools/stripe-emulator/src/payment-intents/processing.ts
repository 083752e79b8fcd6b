import { stateConflict } from '../errors/invalid-request.ts';
import { emit } from '../events/emit.ts';
import type { PaymentIntent, PaymentMethod } from '../objects.ts';
import { resolvePaymentMethod } from '../payment-methods/resolve.ts';
import type { Scope } from '../scope.ts';
import { declineIntent } from './decline.ts';
import { succeedIntent } from './succeed.ts';

/** A payment whose result comes later, and which can be neither confirmed nor canceled until then. */
export function startProcessing(
  scope: Scope,
  { intent, method }: { intent: PaymentIntent; method: PaymentMethod },
): PaymentIntent {
  const processing = scope.tables.paymentIntents.update(intent.id, {
    status: 'processing',
    payment_method: method.id,
    next_action: null,
    processing: { type: 'card', card: {} },
  });
  emit(scope, { type: 'payment_intent.processing', object: processing });
  return processing;
}

/** The result of a payment that was processing; `declineWith: null` is a success. */
export function settleProcessing(
  scope: Scope,
  intent: PaymentIntent,
  declineWith: string | null,
): PaymentIntent {
  if (intent.status !== 'processing' || intent.payment_method === null)
    throw stateConflict({
      code: 'payment_intent_unexpected_state',
      message: `This PaymentIntent is not processing; its status is ${intent.status}.`,
      payment_intent: intent,
    });
  const method = resolvePaymentMethod(scope, intent.payment_method);
  const settled = scope.tables.paymentIntents.update(intent.id, { processing: null });
  if (declineWith === null) return succeedIntent(scope, { intent: settled, method });
  return declineIntent(scope, { intent: settled, method, declineCode: declineWith }).intent;
}
