import { newId } from '../identifiers.ts';
import type { PaymentIntent } from '../objects.ts';
import type { Scope } from '../scope.ts';
import { required } from '../store/required.ts';

type IntentBasis = { amount: number; currency: string; customer: string | null };

export function requiredIntent(scope: Scope, id: string, param = 'intent'): PaymentIntent {
  return required(scope.tables.paymentIntents, id, { noun: 'payment_intent', param });
}

/** A PaymentIntent that has no card yet. */
export function newIntent(scope: Scope, { amount, currency, customer }: IntentBasis): PaymentIntent {
  const id = newId('pi');
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: { allow_redirects: 'never', enabled: true },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_${newId('emu')}`,
    confirmation_method: 'automatic',
    created: scope.nowSeconds,
    currency,
    customer,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_group: null,
  };
}
