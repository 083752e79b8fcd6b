/** Why Stripe makes no refund at all. */
export type RefundRefusal = 'already_refunded' | 'disputed' | 'insufficient_balance' | 'not_refundable';

/** What Stripe's answer to a refund means. `unknown` is neither made nor refused. */
export type RefundOutcome =
  | { outcome: 'succeeded'; stripeRefundId: string }
  /** On its way: Stripe's balance is short, or the bank takes its time. */
  | { outcome: 'pending'; stripeRefundId: string }
  /** Final, and possible also weeks after it had succeeded. */
  | { outcome: 'failed'; stripeRefundId: string; reason: string }
  | { outcome: 'refused'; reason: RefundRefusal; detail: string }
  | { outcome: 'unknown'; detail: string };

/** A refund as Stripe shows it, whoever made it. Minor units as a safe integer, so that it can be a workflow value. */
export type SeenRefund = {
  stripeRefundId: string;
  paymentIntentId: string | null;
  /** Our own id, where we asked for it. */
  refundId: string | null;
  amountMinor: number;
  currency: string;
  status: 'pending' | 'succeeded' | 'failed';
  failureReason: string | null;
};
