import type { Decline } from '@drawdown/shared/payments';

/** What the workflow needs to know at its start; safe to keep in its history: ids, sums and words, no secrets. */
export type TopUpFacts =
  | { state: 'ended'; status: 'succeeded' | 'declined' | 'canceled'; declineCode: string | null }
  | {
      state: 'open';
      chargeId: string;
      /** Stored by an earlier run; null before the first one has created it. */
      paymentIntentId: string | null;
      /** Failed charges of attempts before `attempt`; what Stripe says about those is old news. */
      knownStripeChargeIds: string[];
      attempt: number;
      /** It was declined before, or may not be tried yet: `chargeRetry` goes on with it. */
      isFailing: boolean;
      /**
       * A decline that an earlier run recorded before it asked the backup card, and that nothing has followed from: nobody
       * knows what became of that card.
       */
      setAside?: { attempt: number; decline: Decline } | null;
      /** The decline that is known by now, for who asks. */
      declineCode: string | null;
      paymentMethodId: string;
      /** An earlier run may have asked Stripe already: look before asking again. */
      attemptBegun: boolean;
      stripeCustomerId: string;
      stripePaymentMethodId: string;
      amountMinor: number;
      currency: string;
      words: { amount: string; card: string; wallet: string };
    };

export type OpenTopUp = Extract<TopUpFacts, { state: 'open' }>;

/** Names one attempt of one top-up's charge. */
export type AttemptRef = { topUpId: string; chargeId: string; attempt: number };
