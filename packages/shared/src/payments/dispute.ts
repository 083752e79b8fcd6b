/** A dispute as Stripe has it at this moment. Plain values, so that it may stand in a workflow's history. */
export type SeenDispute = {
  stripeDisputeId: string;
  paymentIntentId: string | null;
  amountMinor: number;
  currency: string;
  /** Stripe's code, such as `fraudulent`. */
  reason: string;
  /** Stripe's own word. */
  status: string;
  /** ISO; null where no evidence is awaited. */
  evidenceDueAt: string | null;
  evidenceSubmitted: boolean;
  createdAt: string;
  /** What it has moved on Stripe's balance so far, oldest first. */
  movements: DisputeMovement[];
};

export type DisputeMovement = {
  balanceTransactionId: string;
  /** Negative: taken from the balance. Before the fee, in the currency of the balance. */
  amountMinor: number;
  /** Negative where Stripe gives its fee back. */
  feeMinor: number;
  currency: string;
};
