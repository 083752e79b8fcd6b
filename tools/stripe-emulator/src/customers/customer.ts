import { invalidParameter } from '../errors/invalid-request.ts';
import { newId } from '../identifiers.ts';
import type { Customer } from '../objects.ts';
import { mergedMetadata } from '../parameters/metadata.ts';
import type { Params } from '../parameters/params.ts';
import type { Scope } from '../scope.ts';
import { required } from '../store/required.ts';

const TEXT_FIELDS = ['description', 'email', 'name', 'phone'] as const;

export function requiredCustomer(scope: Scope, id: string, param = 'customer'): Customer {
  return required(scope.tables.customers, id, { noun: 'customer', param });
}

export function newCustomer(scope: Scope, params: Params): Customer {
  const id = newId('cus', 14);
  const blank: Customer = {
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created: scope.nowSeconds,
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
  return { ...blank, ...customerChanges(scope, { customer: blank, params }) };
}

/** What the request asks to change, checked. */
export function customerChanges(
  scope: Scope,
  { customer, params }: { customer: Customer; params: Params },
): Partial<Customer> {
  const changes: Partial<Customer> = { metadata: mergedMetadata(params, customer.metadata) };
  for (const field of TEXT_FIELDS) if (params.has(field)) changes[field] = params.string(field);
  const address = params.nested('address');
  if (address)
    changes.address = {
      city: address.string('city'),
      country: address.string('country'),
      line1: address.string('line1'),
      line2: address.string('line2'),
      postal_code: address.string('postal_code'),
      state: address.string('state'),
    };
  const invoiceSettings = params.nested('invoice_settings');
  if (invoiceSettings?.has('default_payment_method')) {
    const paymentMethod = invoiceSettings.string('default_payment_method');
    if (paymentMethod !== null) requireAttached(scope, { paymentMethod, customer: customer.id });
    changes.invoice_settings = { ...customer.invoice_settings, default_payment_method: paymentMethod };
  }
  return changes;
}

function requireAttached(
  scope: Scope,
  { paymentMethod, customer }: Record<'paymentMethod' | 'customer', string>,
) {
  const param = 'invoice_settings[default_payment_method]';
  const found = required(scope.tables.paymentMethods, paymentMethod, { noun: 'PaymentMethod', param });
  if (found.customer === customer) return;
  throw resourceNotOnCustomer(paymentMethod, param);
}

function resourceNotOnCustomer(id: string, param: string) {
  const message = `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`;
  return invalidParameter({ code: 'resource_missing', message, param });
}
