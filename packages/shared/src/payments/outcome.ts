/** Why a card was not charged, as the network and Stripe said it. */
export type Decline = {
  /** Stripe's `decline_code`, or its error `code` where there is none. An open set: unknown codes are possible. */
  code: string;
  adviceCode: string | null;
  networkDeclineCode: string | null;
  stripeChargeId: string | null;
};

/**
 * What Stripe's answer to a charge means. Only `declined` is a decline; `unknown` is neither failed nor done.
 * `amountReceivedMinor` is a safe integer, so that outcomes can be workflow values.
 */
export type ChargeOutcome =
  | {
      outcome: 'succeeded';
      paymentIntentId: string;
      stripeChargeId: string | null;
      amountReceivedMinor: number;
      /** The card that paid; absent where Stripe was not asked for it. */
      stripePaymentMethodId?: string;
    }
  | { outcome: 'processing'; paymentIntentId: string }
  | { outcome: 'requiresAction'; paymentIntentId: string; decline: Decline | null }
  | { outcome: 'declined'; paymentIntentId: string | null; decline: Decline }
  | { outcome: 'canceled'; paymentIntentId: string }
  | { outcome: 'unknown'; paymentIntentId: string | null; detail: string };
