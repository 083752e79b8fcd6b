/** What the workflow needs to know at its start; safe to keep in its history: ids, sums and words, no secrets. */
export type LeadFacts =
  | { state: 'decided'; outcome: 'delivered' | 'refused' }
  | {
      state: 'open';
      /** Stored by an earlier run; null before the first one has created it. */
      paymentIntentId: string | null;
      attempt: number;
      /** An earlier run may have asked Stripe already: look before asking again. */
      attemptBegun: boolean;
      /** Failed charges of attempts before `attempt`; what Stripe says about those is old news. */
      knownStripeChargeIds: string[];
      /** The decline was recorded by an earlier run: the payment is to be canceled and the lead to be refused. */
      declineCode: string | null;
      stripeCustomerId: string;
      stripePaymentMethodId: string;
      amountMinor: number;
      currency: string;
      words: { amount: string; lead: string; buyer: string; card: string };
    };

export type OpenLead = Extract<LeadFacts, { state: 'open' }>;

/** How the lead stands after a step. */
export type LeadStep = { outcome: 'pending' | 'delivered' | 'refused' };
