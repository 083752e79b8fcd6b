import type { AutoTopUpRule } from '@drawdown/ledger';

type Suspended = NonNullable<AutoTopUpRule['suspended']>;
type NotStarted = NonNullable<AutoTopUpRule['notStartedBecause']>;

/** Why the rule charges nothing, and what lets it go on. */
export function suspendedWords({ because, card }: Suspended): { words: string; unblockedBy: string } {
  const cardWords = card === null ? 'The card' : `The card ending in ${card.last4}`;
  const ANOTHER_CARD =
    'It goes on by itself once a payment with this card succeeds or another card becomes the default; the same card saved again is no other card.';
  switch (because) {
    case 'card_declined':
      return { words: `${cardWords} was declined.`, unblockedBy: ANOTHER_CARD };
    case 'retries_exhausted':
      return { words: `${cardWords} was declined at every retry.`, unblockedBy: ANOTHER_CARD };
    case 'no_usable_card':
      return {
        words: 'The payer has no card that can be charged.',
        unblockedBy: 'It goes on by itself once the payer has a card.',
      };
    case 'disputed':
      return {
        words: 'A payment with this card is disputed at the bank.',
        unblockedBy: 'It goes on by itself once the dispute is over or another card becomes the default.',
      };
    case 'safety_net':
      return {
        words: 'A safety net stopped it.',
        unblockedBy: 'It goes on once the flag is resolved.',
      };
  }
}

/** Why nothing was started although the rule was due. */
export function notStartedWords(because: NotStarted): string {
  switch (because) {
    case 'daily_limit_reached':
      return "Today's limit is used up. It goes on tomorrow.";
    case 'monthly_limit_reached':
      return "This month's limit is used up. It goes on next month.";
    case 'no_usable_card':
      return 'The bank of the default card refused it, so that it is not charged for now. It goes on once another card becomes the default.';
    case 'card_being_retried':
      return 'The card was declined for another charge, which is being retried first.';
    case 'buyers_paused_by_hand':
      return 'Every buyer of this wallet is paused by hand.';
  }
}
