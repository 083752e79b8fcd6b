import { cardError } from '../errors/card-error.ts';
import { invalidParameter, stateConflict } from '../errors/invalid-request.ts';
import type { PaymentIntent } from '../objects.ts';
import type { Params } from '../parameters/params.ts';
import { requireUsable, resolvePaymentMethod } from '../payment-methods/resolve.ts';
import type { Scope } from '../scope.ts';
import { attemptCharge } from './attempt.ts';
import { cardOptions } from './card-options.ts';
import { isOffSession, refuseUnsupported, returnUrl } from './parameters.ts';

export type Confirmation = {
  paymentMethod: string | null;
  offSession: boolean;
  errorOnRequiresAction: boolean;
  returnUrl: string | null;
};

/** `POST /v1/payment_intents/:id/confirm`. */
export function confirmIntent(scope: Scope, intent: PaymentIntent, params: Params): PaymentIntent {
  refuseUnsupported(params);
  const usage = params.oneOf('setup_future_usage', ['off_session', 'on_session']);
  const confirmation = {
    paymentMethod: params.string('payment_method'),
    offSession: isOffSession(params),
    errorOnRequiresAction: params.boolean('error_on_requires_action') === true,
    returnUrl: returnUrl(params),
  };
  requireConfirmable(intent);
  const options = cardOptions(params, { intent, usage, offSession: confirmation.offSession });
  const saving = scope.tables.paymentIntents.update(intent.id, {
    ...(usage === null ? {} : { setup_future_usage: usage }),
    ...(options === null ? {} : { payment_method_options: { card: options } }),
  });
  return chargeIntent(scope, saving, confirmation);
}

/** Charges the given card, or the one the intent already has. A decline is recorded and thrown as card error. */
export function chargeIntent(scope: Scope, intent: PaymentIntent, confirmation: Confirmation): PaymentIntent {
  requireConfirmable(intent);
  const paymentMethodId = confirmation.paymentMethod ?? intent.payment_method;
  if (paymentMethodId === null)
    throw invalidParameter({
      param: 'payment_method',
      code: 'payment_intent_unexpected_state',
      message:
        'You cannot confirm this PaymentIntent because it is missing a payment method. Pass one with `payment_method`.',
    });
  const method = resolvePaymentMethod(scope, paymentMethodId);
  requireUsable(scope, method, intent.customer);
  const { offSession, errorOnRequiresAction, returnUrl } = confirmation;
  const session = { offSession, errorOnRequiresAction, returnUrl };
  const outcome = attemptCharge(scope, { intent, method, ...session, authenticated: false });
  if (outcome.kind === 'settled') return outcome.intent;
  throw cardError(outcome.decline, {
    charge: outcome.charge.id,
    payment_intent: outcome.intent,
    payment_method: outcome.method,
  });
}

function requireConfirmable(intent: PaymentIntent): void {
  if (!['succeeded', 'canceled', 'processing'].includes(intent.status)) return;
  throw stateConflict({
    code: 'payment_intent_unexpected_state',
    message: `You cannot confirm this PaymentIntent because it has a status of ${intent.status}.`,
    payment_intent: intent,
  });
}
