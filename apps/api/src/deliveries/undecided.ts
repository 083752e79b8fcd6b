import type { DeliverLeadResult } from '@drawdown/ledger';
import { formatMoney } from '@drawdown/shared/money';
import { fieldProblem, ProblemError } from '../http/problem.ts';

type Undecided = Exclude<DeliverLeadResult, { outcome: 'delivered' | 'pending' | 'refused' }>;

/** Why a delivery was not even decided; nothing was taken and nothing was recorded. */
export function undecidedProblem(result: Undecided): ProblemError {
  switch (result.outcome) {
    case 'buyer_not_found':
      return new ProblemError('not_found', 'There is no such buyer in your account.');
    case 'currency_mismatch':
      return fieldProblem(
        'currency_mismatch',
        'price.currency',
        `must be ${result.expected}, the currency of the buyer's wallet`,
      );
    case 'lead_price_conflict':
      return new ProblemError(
        'lead_price_conflict',
        `This lead was already delivered to this buyer at ${formatMoney(result.price)}.`,
        { extra: { deliveryId: result.deliveryId } },
      );
    case 'idempotency_key_reused':
      return new ProblemError(
        'idempotency_key_reused',
        'This Idempotency-Key belongs to another request. Use a new key for a new delivery.',
      );
    case 'overloaded':
      return new ProblemError('overloaded', 'Too many leads wait for this wallet. Try again in a moment.', {
        headers: { 'Retry-After': String(Math.max(1, Math.ceil(result.retryAfterMs / 1_000))) },
        extra: { retryAfterMs: result.retryAfterMs },
      });
  }
}
