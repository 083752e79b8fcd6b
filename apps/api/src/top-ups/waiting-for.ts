import type { TopUp } from '@drawdown/ledger';
import { retryWords } from '../charges/retry-words.ts';

type Waiting = Pick<TopUp, 'status' | 'attempts' | 'retryState' | 'nextAttemptAt'>;

/** While a top-up goes on: what it waits for, in words; null once it has ended. */
export function waitingFor({ status, attempts, retryState, nextAttemptAt }: Waiting): string | null {
  switch (status) {
    case 'pending':
      return attempts.length === 0
        ? 'The charge is about to start. You can close this; it goes on by itself.'
        : 'Stripe is being asked to charge the card.';
    case 'processing':
      return 'Stripe has not given a final answer yet. We keep asking, and nothing is charged twice.';
    case 'requires_action':
      return "The card's bank wants the payer to confirm this payment (3-D Secure).";
    case 'retrying':
      return retryState === null
        ? 'The charge was declined and is tried again on a schedule.'
        : retryWords(retryState, nextAttemptAt);
    case 'succeeded':
    case 'declined':
    case 'canceled':
      return null;
  }
}
