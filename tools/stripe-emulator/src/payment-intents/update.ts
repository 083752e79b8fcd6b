import { requiredCustomer } from '../customers/customer.ts';
import { stateConflict } from '../errors/invalid-request.ts';
import type { PaymentIntent } from '../objects.ts';
import { requiredChargeAmount } from '../parameters/amount.ts';
import { mergedMetadata } from '../parameters/metadata.ts';
import type { Params } from '../parameters/params.ts';
import { requireUsable, resolvePaymentMethod } from '../payment-methods/resolve.ts';
import type { Scope } from '../scope.ts';
import { refuseUnsupported, statementSuffix } from './parameters.ts';

const FINAL_STATUSES: readonly string[] = ['succeeded', 'canceled'];
const ONLY_WHILE_OPEN = ['amount', 'customer', 'payment_method', 'setup_future_usage'];

/** `POST /v1/payment_intents/:id`: of a final intent only description and metadata can change. */
export function updateIntent(scope: Scope, intent: PaymentIntent, params: Params): PaymentIntent {
  refuseUnsupported(params);
  const isFinal = FINAL_STATUSES.includes(intent.status);
  const refused = ONLY_WHILE_OPEN.find((name) => isFinal && params.has(name));
  if (refused)
    throw stateConflict({
      code: 'payment_intent_unexpected_state',
      message: `This PaymentIntent's ${refused} could not be updated because it has a status of ${intent.status}.`,
      payment_intent: intent,
    });
  return scope.tables.paymentIntents.update(intent.id, {
    metadata: mergedMetadata(params, intent.metadata),
    ...(params.has('description') ? { description: params.string('description') } : {}),
    ...(params.has('receipt_email') ? { receipt_email: params.string('receipt_email') } : {}),
    ...(params.has('statement_descriptor_suffix')
      ? { statement_descriptor_suffix: statementSuffix(params) }
      : {}),
    ...(isFinal ? {} : openChanges(scope, intent, params)),
  });
}

function openChanges(scope: Scope, intent: PaymentIntent, params: Params): Partial<PaymentIntent> {
  const customer = params.string('customer');
  if (customer !== null) requiredCustomer(scope, customer);
  const changes: Partial<PaymentIntent> = {
    ...(params.has('amount') ? { amount: requiredChargeAmount(params, intent.currency) } : {}),
    ...(customer === null ? {} : { customer }),
    ...(params.has('setup_future_usage')
      ? { setup_future_usage: params.oneOf('setup_future_usage', ['off_session', 'on_session']) }
      : {}),
  };
  const paymentMethodId = params.string('payment_method');
  if (paymentMethodId === null) return changes;
  const method = resolvePaymentMethod(scope, paymentMethodId);
  requireUsable(scope, method, customer ?? intent.customer);
  return { ...changes, payment_method: method.id, status: 'requires_confirmation', next_action: null };
}
