import type { RefundOutcome } from '@drawdown/shared/payments';
import { Stripe } from 'stripe';
import { describeFailure } from '../gateway/failure.ts';

const MORE_THAN_LEFT = /greater than (the )?(unrefunded|remaining) amount/i;
const BALANCE_CODES: readonly string[] = ['balance_insufficient', 'insufficient_funds'];

/** What a failed call for a refund means for the money. @throws PaymentProviderError for bugs and bad keys. */
export function refundFailure(error: unknown): RefundOutcome {
  // The key was used for other parameters: what came of that is to be looked up.
  if (error instanceof Stripe.errors.StripeIdempotencyError)
    return { outcome: 'unknown', detail: `asked differently before: ${error.message}` };
  const refused = error instanceof Stripe.errors.StripeInvalidRequestError ? refusalOf(error) : null;
  if (refused !== null) return refused;
  const failure = describeFailure(error);
  switch (failure.kind) {
    case 'unknown':
      return { outcome: 'unknown', detail: failure.detail };
    case 'technical':
      throw failure.error;
    case 'declined':
    case 'unexpectedState':
      return { outcome: 'refused', reason: 'not_refundable', detail: messageOf(error) };
  }
}

function refusalOf(error: Stripe.errors.StripeInvalidRequestError): RefundOutcome | null {
  const { code = '', param = '', message: detail } = error;
  if (code === 'charge_already_refunded') return { outcome: 'refused', reason: 'already_refunded', detail };
  if (code === 'charge_disputed') return { outcome: 'refused', reason: 'disputed', detail };
  if (BALANCE_CODES.includes(code)) return { outcome: 'refused', reason: 'insufficient_balance', detail };
  if (param === 'amount' && MORE_THAN_LEFT.test(detail))
    return { outcome: 'refused', reason: 'already_refunded', detail };
  return null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
