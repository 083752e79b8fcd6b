import type { Dispute } from '@drawdown/ledger';

/** What a dispute waits for, or how it ended, in one sentence. */
export function statusWords({ status, evidenceSubmitted, takenAt, stillOwed }: Dispute): string {
  switch (status) {
    case 'inquiry':
      return evidenceSubmitted
        ? 'The bank only asks, and was answered. No money has moved.'
        : 'The bank only asks: no money has moved. Answer it in Stripe.';
    case 'needs_response':
      return evidenceSubmitted
        ? 'Evidence was submitted; the bank decides.'
        : 'The money is gone until the bank decides. Submit evidence in Stripe.';
    case 'under_review':
      return 'Evidence was submitted; the bank decides.';
    case 'won':
      return takenAt === null
        ? 'Won before it reached the wallet: nothing has moved there.'
        : 'Won: everything was given back.';
    case 'lost':
      return stillOwed.amountMinor > 0n
        ? 'Lost: what was taken stays taken, and what the wallet did not have is still owed.'
        : 'Lost: what was taken stays taken.';
    case 'inquiry_closed':
      return 'The inquiry was closed without a dispute: no money has moved.';
  }
}

/** What the payer claims, from Stripe's code; one that we do not know is shown as it is. */
export function reasonWords(reason: string): string {
  return REASONS[reason] ?? reason.replaceAll('_', ' ');
}

const REASONS: Readonly<Record<string, string>> = {
  bank_cannot_process: 'The bank could not process the payment.',
  credit_not_processed: 'A promised refund has not arrived.',
  customer_initiated: 'The payer disputes the payment without a reason of its own.',
  debit_not_authorized: 'The payer did not authorize the payment.',
  duplicate: 'The same was charged twice.',
  fraudulent: 'The cardholder says that he did not make the payment.',
  general: 'The payer disputes the payment without a reason of its own.',
  incorrect_account_details: 'The account details were wrong.',
  insufficient_funds: 'There was not enough money.',
  noncompliant: 'The payment broke a rule of the card network.',
  product_not_received: 'What was paid for has not arrived.',
  product_unacceptable: 'What was paid for was not as described.',
  subscription_canceled: 'The payer had canceled before.',
  unrecognized: 'The cardholder does not recognize the payment.',
};
