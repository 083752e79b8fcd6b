import type { TopUp } from '@drawdown/ledger';
import type { PayerOutcomeResource } from '@drawdown/shared/http';
import { formatMoney, moneyToJson } from '@drawdown/shared/money';
import type { Decline } from '@drawdown/shared/payments';
import { declineWords } from '@drawdown/shared/payments';

export function plainOutcome(state: PayerOutcomeResource['state'], words: string[]): PayerOutcomeResource {
  return { state, words, redirectUrl: null, receipt: null };
}

export function declinedOutcome(decline: Decline | null, more: string): PayerOutcomeResource {
  const words = decline === null ? 'The payment was declined.' : declineWords(decline.code).message;
  return plainOutcome('declined', [words, more]);
}

export const PROCESSING: PayerOutcomeResource = plainOutcome('processing', [
  'The payment is on its way; your bank has not given a final answer yet.',
  'You need not do anything more, and nothing is charged twice.',
]);

/** `redirectUrl`: the bank's own page; it sends the payer back to this one. */
export function bankQuestion(redirectUrl: string | null): PayerOutcomeResource {
  return {
    ...plainOutcome('requires_action', ['Your bank wants you to confirm this payment.']),
    redirectUrl,
  };
}

/** The receipt names the payment at Stripe, which is what the payer's statement can be compared with. */
export function paidOutcome({ amount, paymentIntentId, endedAt }: TopUp): PayerOutcomeResource {
  return {
    ...plainOutcome('done', [`${formatMoney(amount)} was paid. Thank you.`]),
    receipt: {
      amount: moneyToJson(amount),
      reference: paymentIntentId ?? '',
      at: (endedAt ?? new Date()).toISOString(),
    },
  };
}
