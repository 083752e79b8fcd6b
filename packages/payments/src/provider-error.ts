/**
 * `unreachable`: nobody answered, or not in Stripe's words. `throttled`: Stripe asks to slow down.
 * `misconfigured`: the key or its permissions are wrong. `refused`: Stripe does not understand the request.
 */
export type ProviderErrorKind = 'unreachable' | 'throttled' | 'misconfigured' | 'refused';

/** A technical failure at Stripe; it says nothing about any card. */
export class PaymentProviderError extends Error {
  readonly kind: ProviderErrorKind;

  constructor(kind: ProviderErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PaymentProviderError';
    this.kind = kind;
  }
}
