import { Stripe } from 'stripe';
import { PaymentProviderError } from '../provider-error.ts';

/** The first request under the key is still being carried out: the same key will bring its answer. */
const UNDER_WAY = 'idempotency_key_in_use';

/**
 * Whether an idempotency key will bring this failure and nothing else: Stripe repeats the answer that it has stored for it,
 * or refuses it because it came with other parameters before. False while the same key may still bring a better answer.
 */
export function isKeySpent(error: unknown): boolean {
  const cause = error instanceof PaymentProviderError ? error.cause : error;
  if (!(cause instanceof Stripe.errors.StripeError) || cause.code === UNDER_WAY) return false;
  return (
    cause instanceof Stripe.errors.StripeIdempotencyError || cause.headers?.['idempotent-replayed'] === 'true'
  );
}
