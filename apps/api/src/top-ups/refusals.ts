import type { Payer, RequestTopUpResult } from '@drawdown/ledger';
import { formatMoney } from '@drawdown/shared/money';
import { fieldProblem, notFound, ProblemError } from '../http/problem.ts';

type Refusal = Exclude<RequestTopUpResult, { outcome: 'accepted' }>;

/** Why a top-up was not accepted, each with words that say what would be right. */
export function topUpProblem(refusal: Refusal): ProblemError {
  switch (refusal.outcome) {
    case 'idempotency_key_reused':
      return new ProblemError(
        'idempotency_key_reused',
        'This Idempotency-Key belongs to another request. Use a new key for a new top-up.',
      );
    case 'wallet_not_found':
      return notFound('wallet');
    case 'buyer_not_found':
      return new ProblemError('not_found', 'No buyer with this buyerId draws on this wallet.');
    case 'payer_buyer_required':
      return fieldProblem(
        'payer_buyer_required',
        'buyerId',
        'must say whose card is charged, because several buyers share this wallet',
      );
    case 'no_payment_method':
      return new ProblemError('no_payment_method', noCardWords(refusal.payer));
    case 'payment_method_not_found':
      return new ProblemError('not_found', 'The payer has no card with this paymentMethodId.');
    case 'currency_mismatch':
      return fieldProblem(
        'currency_mismatch',
        'amount.currency',
        `must be ${refusal.expected}, the currency of the wallet`,
      );
    case 'amount_below_minimum':
      return fieldProblem(
        'amount_below_minimum',
        'amount.amount',
        `must be at least ${formatMoney(refusal.minimum)}`,
      );
    case 'amount_above_maximum':
      return fieldProblem(
        'amount_above_maximum',
        'amount.amount',
        `must be at most ${formatMoney(refusal.maximum)}`,
      );
    case 'funding_not_permitted':
      return fieldProblem(
        'funding_not_permitted',
        'funding',
        `is not permitted by the billing settings; permitted without charging a buyer: ${refusal.permitted.join(', ')}`,
      );
  }
}

export function noCardWords(payer: Payer): string {
  return payer.kind === 'account'
    ? 'The account has no card on file. Save one under /v1/account/payment-methods, or charge a buyer.'
    : `The buyer has no card on file. Save one under /v1/buyers/${payer.buyerId}/payment-methods, or choose another funding.`;
}
