import type { Decline } from '@drawdown/shared/payments';
import { Stripe } from 'stripe';
import { declineOf, needsAuthentication } from '../charges/decline.ts';
import { PaymentProviderError } from '../provider-error.ts';

/** What a failed call to Stripe means for a charge. Nothing but `declined` is a decline. */
export type CallFailure =
  | { kind: 'declined'; decline: Decline; needsAuthentication: boolean }
  | { kind: 'unknown'; detail: string }
  | { kind: 'unexpectedState' }
  | { kind: 'technical'; error: PaymentProviderError };

/** Refusals of the request itself that no repetition changes and that the payer can do something about. */
const REFUSALS: ReadonlyMap<string, string> = new Map([
  ['resource_missing', 'payment_method_missing'],
  ['payment_method_unexpected_state', 'payment_method_missing'],
  ['amount_too_small', 'amount_too_small'],
  ['amount_too_large', 'amount_too_large'],
  ['invalid_charge_amount', 'invalid_amount'],
  ['card_decline_rate_limit_exceeded', 'card_decline_rate_limit_exceeded'],
]);

/** Refusals of whoever asks, whatever is asked for: what they say holds for every charge alike. */
const PLATFORM_CODES = new Set([
  'account_invalid',
  'api_key_expired',
  'livemode_mismatch',
  'not_allowed_on_standard_account',
  'platform_account_required',
  'platform_api_key_expired',
  'secret_key_required',
  'testmode_charges_only',
  'tls_version_unsupported',
]);

const UNEXPECTED_STATE = 'payment_intent_unexpected_state';
const THROTTLED_CODES = new Set(['idempotency_key_in_use', 'lock_timeout', 'rate_limit']);

/** Sorts whatever the SDK threw by what it says about the money. */
export function describeFailure(error: unknown): CallFailure {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  const code = error.code ?? '';
  if (THROTTLED_CODES.has(code) || error instanceof Stripe.errors.StripeRateLimitError)
    return { kind: 'unknown', detail: `throttled: ${error.message}` };
  if (error instanceof Stripe.errors.StripeCardError)
    return { kind: 'declined', needsAuthentication: needsAuthentication(error), decline: declineOf(error) };
  if (error instanceof Stripe.errors.StripeIdempotencyError) return technical('refused', error);
  if (error instanceof Stripe.errors.StripeAuthenticationError) return technical('misconfigured', error);
  if (error instanceof Stripe.errors.StripePermissionError) return technical('misconfigured', error);
  if (error instanceof Stripe.errors.StripeInvalidRequestError) return describeInvalidRequest(error);
  return { kind: 'unknown', detail: `no usable answer: ${error.message}` };
}

/** For calls that charge nothing: every failure but a decline is technical. */
export function providerError(error: unknown): PaymentProviderError {
  const failure = describeFailure(error);
  switch (failure.kind) {
    case 'technical':
      return failure.error;
    case 'unknown':
      return new PaymentProviderError(
        failure.detail.startsWith('throttled') ? 'throttled' : 'unreachable',
        failure.detail,
        { cause: error },
      );
    case 'declined':
    case 'unexpectedState':
      return new PaymentProviderError('refused', messageOf(error), { cause: error });
  }
}

/** Waits for a call that charges nothing. @throws PaymentProviderError whatever went wrong. */
export async function orProviderError<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw providerError(error);
  }
}

function describeInvalidRequest(error: Stripe.errors.StripeInvalidRequestError): CallFailure {
  if (isAboutUs(error)) return technical('misconfigured', error);
  if (error.code === UNEXPECTED_STATE) return { kind: 'unexpectedState' };
  // A PaymentIntent that Stripe does not know says nothing about a card: wrong account, or a bug of ours.
  if (error.param === 'intent') return technical('refused', error);
  const code =
    REFUSALS.get(error.code ?? '') ?? (isDetachedCard(error) ? 'payment_method_missing' : undefined);
  if (code === undefined) return technical('refused', error);
  const decline = { code, adviceCode: null, networkDeclineCode: null, stripeChargeId: null };
  return { kind: 'declined', needsAuthentication: false, decline };
}

// With a key of the other mode Stripe calls every card missing, and an account that may not charge has no code of its own.
function isAboutUs({ code, message }: Stripe.errors.StripeInvalidRequestError): boolean {
  return (
    PLATFORM_CODES.has(code ?? '') ||
    /similar object exists in (live|test) mode|^(your|this) account cannot (currently )?make/i.test(message)
  );
}

// Stripe gives a detached card no code of its own, only this sentence about the parameter.
function isDetachedCard(error: Stripe.errors.StripeInvalidRequestError): boolean {
  return /detached from a Customer|does not belong to|previously used .* without .*attach/i.test(
    error.message,
  );
}

function technical(kind: PaymentProviderError['kind'], error: Error): CallFailure {
  return { kind: 'technical', error: new PaymentProviderError(kind, error.message, { cause: error }) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
