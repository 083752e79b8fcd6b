import type { CorrectTopUpResult, RequestRefundResult } from '@drawdown/ledger';
import { formatMoney } from '@drawdown/shared/money';
import { fieldProblem, notFound, ProblemError } from '../http/problem.ts';
import { refundableWords } from './refundable-words.ts';
import { refundableJson } from './resource.ts';

type Refused = Exclude<RequestRefundResult, { outcome: 'accepted' }>;

/** Why a refund was not accepted, each with words that say what would be right. */
export function refundProblem(refused: Refused): ProblemError {
  switch (refused.outcome) {
    case 'idempotency_key_reused':
      return new ProblemError(
        'idempotency_key_reused',
        'This Idempotency-Key belongs to another request. Use a new key for a new refund.',
      );
    case 'top_up_not_found':
      return notFound('top-up');
    case 'currency_mismatch':
      return fieldProblem(
        'currency_mismatch',
        'amount.currency',
        `must be ${refused.expected}, the currency of the top-up`,
      );
    case 'not_succeeded':
      return new ProblemError(
        'state_conflict',
        `This top-up is ${refused.status}: nothing of it was credited, so there is nothing to refund.`,
      );
    case 'not_paid_by_card':
      return new ProblemError(
        'funding_not_refundable',
        refused.funding === 'promotional'
          ? 'Promotional credit was never paid. To take it back, correct it: POST /v1/top-ups/:id/correct.'
          : 'This credit was recorded as money received, which no card can get back. To undo a mistyped one, correct it: POST /v1/top-ups/:id/correct.',
      );
    case 'disputed':
      return new ProblemError(
        'state_conflict',
        'The payment is disputed: the bank has taken the money back, and Stripe refunds it no more.',
      );
    case 'limit_exceeded': {
      const { refundable } = refused;
      const because = refundableWords(refundable);
      return new ProblemError(
        'refund_limit_exceeded',
        `At most ${formatMoney(refundable.amount)} can be refunded.${because === null ? '' : ` ${because}`}`,
        { extra: { refundable: refundableJson(refundable) } },
      );
    }
  }
}

type NotCorrected = Exclude<CorrectTopUpResult, { outcome: 'corrected' }>;

export function correctionProblem(refused: NotCorrected): ProblemError {
  switch (refused.outcome) {
    case 'top_up_not_found':
      return notFound('top-up');
    case 'paid_by_card':
      return new ProblemError(
        'state_conflict',
        'A card paid for this top-up: refund it instead, POST /v1/top-ups/:id/refunds.',
      );
    case 'not_succeeded':
      return new ProblemError('state_conflict', `This top-up is ${refused.status}: nothing was credited.`);
    case 'nothing_left':
      return new ProblemError(
        'state_conflict',
        'Nothing of this credit is left: leads have used it, or open holds reserve it.',
      );
  }
}
