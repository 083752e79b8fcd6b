import type { SaveAutoTopUpResult } from '@drawdown/ledger';
import { fieldProblem, notFound, ProblemError } from '../http/problem.ts';
import { noCardWords } from '../top-ups/refusals.ts';

type Refusal = Exclude<SaveAutoTopUpResult, { outcome: 'saved' }>;

/** Why a rule was not saved, each with words that say what would be right. */
export function ruleProblem(refusal: Refusal): ProblemError {
  switch (refusal.outcome) {
    case 'wallet_not_found':
      return notFound('wallet');
    case 'buyer_not_found':
      return new ProblemError('not_found', 'No buyer with this payerBuyerId draws on this wallet.');
    case 'payer_buyer_required':
      return fieldProblem(
        'payer_buyer_required',
        'payerBuyerId',
        'must say whose card is charged, because several buyers share this wallet',
      );
    case 'no_payment_method':
      return new ProblemError('no_payment_method', noCardWords(refusal.payer));
    case 'currency_mismatch':
      return fieldProblem(
        'currency_mismatch',
        `${refusal.field}.currency`,
        `must be ${refusal.expected}, the currency of the wallet`,
      );
    case 'invalid':
      return fieldProblem('validation_failed', refusal.field, refusal.message);
  }
}
