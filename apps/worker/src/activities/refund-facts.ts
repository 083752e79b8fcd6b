/** What the workflow of a refund needs to know; safe to keep in its history: ids, sums and words, no secrets. */
export type RefundFacts =
  | { state: 'ended'; status: 'succeeded' | 'failed'; reason: string | null }
  | {
      state: 'open';
      paymentIntentId: string;
      /** Once Stripe has shown it. */
      stripeRefundId: string | null;
      createdAt: string;
      words: { amount: string; card: string; subject: string };
    };

export type OpenRefund = Extract<RefundFacts, { state: 'open' }>;
