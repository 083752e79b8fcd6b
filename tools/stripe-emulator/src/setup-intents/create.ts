import { requiredCustomer } from '../customers/customer.ts';
import { emit } from '../events/emit.ts';
import { newId } from '../identifiers.ts';
import type { SetupIntent } from '../objects.ts';
import { mergedMetadata } from '../parameters/metadata.ts';
import type { Params } from '../parameters/params.ts';
import { refuseUnsupported } from '../payment-intents/parameters.ts';
import { requireUsable, resolvePaymentMethod } from '../payment-methods/resolve.ts';
import type { Scope } from '../scope.ts';
import { confirmSetup } from './confirm.ts';

/** `POST /v1/setup_intents`; with `confirm=true` it saves the card at once. */
export function createSetupIntent(scope: Scope, params: Params): SetupIntent {
  refuseUnsupported(params);
  const customer = params.string('customer');
  if (customer !== null) requiredCustomer(scope, customer);
  const intent = openSetupIntent(scope, customer, params);
  return params.boolean('confirm') === true ? confirmSetup(scope, intent, null) : intent;
}

/** A SetupIntent that nobody has confirmed yet. */
export function openSetupIntent(scope: Scope, customer: string | null, params: Params): SetupIntent {
  const intent = scope.tables.setupIntents.put(newSetupIntent(scope, customer, params));
  emit(scope, { type: 'setup_intent.created', object: intent });
  return intent;
}

function newSetupIntent(scope: Scope, customer: string | null, params: Params): SetupIntent {
  const id = newId('seti');
  const paymentMethodId = params.string('payment_method');
  const method = paymentMethodId === null ? null : resolvePaymentMethod(scope, paymentMethodId);
  if (method) requireUsable(scope, method, customer);
  return {
    id,
    object: 'setup_intent',
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: { allow_redirects: 'never', enabled: true },
    cancellation_reason: null,
    client_secret: `${id}_secret_${newId('emu')}`,
    created: scope.nowSeconds,
    customer,
    customer_account: null,
    description: params.string('description'),
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: mergedMetadata(params),
    next_action: null,
    on_behalf_of: null,
    payment_method: method?.id ?? null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: method ? 'requires_confirmation' : 'requires_payment_method',
    usage: params.oneOf('usage', ['off_session', 'on_session']) ?? 'off_session',
  };
}
