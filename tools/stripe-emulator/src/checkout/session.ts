import type { CheckoutSession } from '../objects.ts';
import { cardPage } from '../pages/address.ts';
import type { Scope } from '../scope.ts';

type Wanted = Pick<
  CheckoutSession,
  'id' | 'customer' | 'currency' | 'success_url' | 'cancel_url' | 'expires_at' | 'metadata' | 'setup_intent'
>;

/** A page of Stripe's on which a card is entered and saved; nothing is paid there. */
export function newSession({ nowSeconds, origin }: Scope, wanted: Wanted): CheckoutSession {
  return {
    ...wanted,
    object: 'checkout.session',
    adaptive_pricing: null,
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: ['card'],
    amount_subtotal: null,
    amount_total: null,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    client_reference_id: null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: nowSeconds,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer_account: null,
    customer_creation: null,
    customer_details: null,
    customer_email: null,
    discounts: null,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: null,
    managed_payments: null,
    mode: 'setup',
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: 'always',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_status: 'no_payment_required',
    permissions: null,
    recovered_from: null,
    saved_payment_method_options: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: null,
    subscription: null,
    total_details: null,
    ui_mode: 'hosted_page',
    url: cardPage(origin, wanted.id),
    wallet_options: null,
  };
}
