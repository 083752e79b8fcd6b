import type { ClosedAs, RetryState } from '@drawdown/ledger';

/** A card as a workflow knows it: ids and words, nothing that has to be kept secret. */
export type RetryCard = { id: string; stripePaymentMethodId: string; words: string };

/** What `chargeRetry` knows each time it wakes; safe to keep in its history. Times in milliseconds. */
export type RetryView =
  | { state: 'ended'; closedAs: ClosedAs; payment: PaidWith | null }
  | {
      state: 'open';
      retryState: RetryState | null;
      nextAttemptAt: number | null;
      /** The number that the next attempt gets. */
      nextAttempt: number;
      firstDeclinedAt: number | null;
      giveUpAfterMs: number;
      lastDecline: { code: string; class: string } | null;
      /** The newest attempt, when nobody knows yet what became of it, or when it succeeded and that was not acted on. */
      unfinished: { number: number; card: RetryCard; isBackup?: boolean } | null;
      /**
       * The newest attempt, where the payer made it himself and it is not known to have failed. Absent in histories from
       * before such attempts were recorded.
       */
      payersAttempt?: number | null;
      /** The payer's default card. */
      card: RetryCard | null;
      isAnotherCard: boolean;
      backupCard: RetryCard | null;
      retryWanted: boolean;
      paymentIntentId: string | null;
      knownStripeChargeIds: string[];
      stripeCustomerId: string;
      amountMinor: number;
      currency: string;
      words: { amount: string; payer: string; buyers: string; policy: string | null };
    };

export type PaidWith = {
  paymentIntentId: string;
  stripeChargeId: string | null;
  amountReceivedMinor: number;
};

export type OpenRetry = Extract<RetryView, { state: 'open' }>;

/** Which workflow asks; names the places where a crash test stops it. */
export type ChargingProcess = 'top-up' | 'charge-retry' | 'lead-charge';

/** Why an attempt may not be made now. */
export type Reservation =
  | { outcome: 'reserved' }
  | { outcome: 'card_blocked' | 'budget_used_up'; until: number }
  | { outcome: 'follows' }
  /** The payer made an attempt under this number himself: the facts have to be read again. */
  | { outcome: 'taken' };
