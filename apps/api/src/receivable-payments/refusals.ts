import type { NotReversible, RecordPaymentResult, ReversePaymentResult } from '@drawdown/ledger';
import { formatMoney } from '@drawdown/shared/money';
import { fieldProblem, notFound, ProblemError } from '../http/problem.ts';

/** Why a payment was not recorded, each with words that say what would be right. */
export function paymentProblem(refusal: Exclude<RecordPaymentResult, { outcome: 'recorded' }>): ProblemError {
  switch (refusal.outcome) {
    case 'idempotency_key_reused':
      return new ProblemError(
        'idempotency_key_reused',
        'This Idempotency-Key belongs to another request. Use a new key for a new payment.',
      );
    case 'buyer_not_found':
      return notFound('buyer');
    case 'invoice_not_found':
      return new ProblemError('not_found', 'The buyer has no invoice with this invoiceId.');
    case 'invoice_not_open':
      return new ProblemError(
        'state_conflict',
        `This invoice is ${refusal.status.replace('_', ' ')}: nothing of it is left to pay.`,
      );
    case 'currency_mismatch':
      return fieldProblem(
        'currency_mismatch',
        'amount.currency',
        `must be ${refusal.expected}, in which the money is owed`,
      );
    case 'exceeds_owed':
      return fieldProblem(
        'payment_exceeds_owed',
        'amount.amount',
        refusal.owed.amountMinor === 0n
          ? 'is more than what is owed: nothing is owed on account'
          : `is more than what is owed: ${formatMoney(refusal.owed)}`,
      );
  }
}

export function reversalProblem(
  refusal: Exclude<ReversePaymentResult, { outcome: 'reversed' }>,
): ProblemError {
  switch (refusal.outcome) {
    case 'payment_not_found':
      return notFound('payment');
    case 'not_reversible':
      return new ProblemError('state_conflict', NOT_REVERSIBLE[refusal.because]);
  }
}

const NOT_REVERSIBLE: Record<NotReversible, string> = {
  paid_at_stripe: 'This payment came in through Stripe: refund it instead.',
  on_next_invoice:
    'What was paid ahead has been taken off an invoice already. Correct it with a payment, or by voiding that invoice.',
  closed_at_stripe:
    'Stripe has been told that its invoice is paid, and cannot open it again. Bill the sum anew instead.',
  invoice_closed: 'The invoice that it paid has been closed.',
};
