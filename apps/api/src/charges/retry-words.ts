import type { RetryState } from '@drawdown/shared/codes';
import { instantWords } from '../http/instant.ts';

/** What a failing charge waits for. */
export function retryWords(state: RetryState, nextAttemptAt: Date | null): string {
  switch (state) {
    case 'scheduled':
      return nextAttemptAt === null
        ? 'The next attempt is due any moment.'
        : `Next attempt on ${instantWords(nextAttemptAt)}.`;
    case 'trying':
      return 'The card is being tried at this moment.';
    case 'follows':
      return 'Waits for another charge on the same card, which is tried first.';
    case 'needs_card':
      return 'Waits for another card; this one is not tried again.';
    case 'needs_payer':
      return 'Waits for the payer to confirm the payment with the bank (3-D Secure).';
  }
}
