import { requiredCustomer } from '../customers/customer.ts';
import { invalidParameter } from '../errors/invalid-request.ts';
import { emit } from '../events/emit.ts';
import type { PaymentIntent } from '../objects.ts';
import { requiredChargeAmount, requiredCurrency } from '../parameters/amount.ts';
import { mergedMetadata } from '../parameters/metadata.ts';
import type { Params } from '../parameters/params.ts';
import { requireUsable, resolvePaymentMethod } from '../payment-methods/resolve.ts';
import type { Scope } from '../scope.ts';
import { confirmIntent } from './confirm.ts';
import { newIntent } from './intent.ts';
import { refuseUnsupported, statementSuffix } from './parameters.ts';

/** `POST /v1/payment_intents`; with `confirm=true` it charges at once and a decline is thrown as card error. */
export function createPaymentIntent(scope: Scope, params: Params): PaymentIntent {
  refuseUnsupported(params);
  const confirm = params.boolean('confirm') === true;
  if (params.has('off_session') && !confirm)
    throw invalidParameter({
      param: 'off_session',
      code: 'payment_intent_invalid_parameter',
      message:
        'The parameter `off_session` cannot be passed when creating a PaymentIntent unless `confirm` is set to true.',
    });
  const currency = requiredCurrency(params);
  const customer = params.string('customer');
  if (customer !== null) requiredCustomer(scope, customer);
  const intent = scope.tables.paymentIntents.put({
    ...newIntent(scope, { amount: requiredChargeAmount(params, currency), currency, customer }),
    description: params.string('description'),
    metadata: mergedMetadata(params),
    receipt_email: params.string('receipt_email'),
    setup_future_usage: params.oneOf('setup_future_usage', ['off_session', 'on_session']),
    statement_descriptor_suffix: statementSuffix(params),
    transfer_group: params.string('transfer_group'),
  });
  const ready = withPaymentMethod(scope, intent, params.string('payment_method'));
  emit(scope, { type: 'payment_intent.created', object: ready });
  return confirm ? confirmIntent(scope, ready, params) : ready;
}

function withPaymentMethod(scope: Scope, intent: PaymentIntent, paymentMethodId: string | null) {
  if (paymentMethodId === null) return intent;
  const method = resolvePaymentMethod(scope, paymentMethodId);
  requireUsable(scope, method, intent.customer);
  return scope.tables.paymentIntents.update(intent.id, {
    payment_method: method.id,
    status: 'requires_confirmation',
  });
}
