import type { BillingDetails, CardDetails, PaymentMethod } from '../objects.ts';
import { mergedMetadata } from '../parameters/metadata.ts';
import type { Params } from '../parameters/params.ts';

const NO_DETAILS: BillingDetails = { address: null, email: null, name: null, phone: null, tax_id: null };

/** What a request may change on a saved card: names and address, expiry and metadata. */
export function paymentMethodChanges(method: PaymentMethod, params: Params): Partial<PaymentMethod> {
  return {
    metadata: mergedMetadata(params, method.metadata ?? {}),
    billing_details: billingDetails(params, method.billing_details),
    ...(method.card ? { card: { ...method.card, ...expiry(params) } } : {}),
  };
}

export function billingDetails(params: Params, present: BillingDetails = NO_DETAILS): BillingDetails {
  const given = params.nested('billing_details');
  if (!given) return present;
  const address = given.nested('address');
  return {
    ...present,
    ...(given.has('email') ? { email: given.string('email') } : {}),
    ...(given.has('name') ? { name: given.string('name') } : {}),
    ...(given.has('phone') ? { phone: given.string('phone') } : {}),
    ...(address
      ? {
          address: {
            city: address.string('city'),
            country: address.string('country'),
            line1: address.string('line1'),
            line2: address.string('line2'),
            postal_code: address.string('postal_code'),
            state: address.string('state'),
          },
        }
      : {}),
  };
}

/** The expiry in `card[exp_month]` and `card[exp_year]`, where given and possible. */
export function expiry(params: Params): Partial<Pick<CardDetails, 'exp_month' | 'exp_year'>> {
  const card = params.nested('card');
  const month = card?.integer('exp_month') ?? null;
  const year = card?.integer('exp_year') ?? null;
  if (card && month !== null && (month < 1 || month > 12))
    throw card.invalid('exp_month', "Your card's expiration month is invalid.", 'invalid_expiry_month');
  if (card && year !== null && (year < 2000 || year > 2099))
    throw card.invalid('exp_year', "Your card's expiration year is invalid.", 'invalid_expiry_year');
  return { ...(month === null ? {} : { exp_month: month }), ...(year === null ? {} : { exp_year: year }) };
}
