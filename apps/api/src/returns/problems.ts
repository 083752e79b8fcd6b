import type { ReturnLeadResult } from '@drawdown/ledger';
import { instantWords } from '../http/instant.ts';
import { notFound, ProblemError } from '../http/problem.ts';

type Refused = Exclude<ReturnLeadResult, { outcome: 'returned' }>;

/** Why a lead cannot be given back, each with words that say what would be right. */
export function returnProblem(refused: Refused): ProblemError {
  switch (refused.outcome) {
    case 'delivery_not_found':
      return notFound('delivery');
    case 'idempotency_key_reused':
      return new ProblemError(
        'idempotency_key_reused',
        'This Idempotency-Key belongs to another request. Use a new key for a new return.',
      );
    case 'not_delivered':
      return new ProblemError(
        'state_conflict',
        refused.state === 'pending'
          ? 'This lead is not delivered yet: its payment is still on its way.'
          : 'This lead was refused: nobody paid for it.',
      );
    case 'returned_before':
      return new ProblemError(
        'state_conflict',
        `This lead was returned before, as ${refused.lead.code}, on ${instantWords(refused.lead.at)}.`,
      );
    case 'window_over':
      return new ProblemError(
        'return_window_over',
        refused.windowDays === 0
          ? 'Leads of this buyer cannot be returned: its return window is 0 days (billing.returnWindowDays).'
          : `Leads of this buyer can be returned for ${refused.windowDays} days; for this one that ended on ${instantWords(refused.endedAt)}.`,
      );
    case 'disputed':
      return new ProblemError(
        'state_conflict',
        'The payment for this lead is disputed: the bank has taken the money back.',
      );
    case 'refunded_before':
      return new ProblemError(
        'state_conflict',
        'The payment for this lead was refunded in full before, at Stripe itself.',
      );
  }
}
