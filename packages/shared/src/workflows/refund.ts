/** Workflow `refund`: asks Stripe for a refund whose money has left the books already. One run for each refund. */
export const REFUND_WORKFLOW = 'refund';

export function refundWorkflowId(refundId: string): string {
  return `refund:${refundId}`;
}

/** Small values for operators; the truth stays in the database. */
export type RefundInput = {
  refundId: string;
  chargeId: string;
  accountId: string;
  walletId: string | null;
  topUpId: string | null;
  deliveryId: string | null;
  amountMinor: number;
  currency: string;
};

/** The first thing worth telling whoever asked for the refund. */
export type FirstRefundOutcome =
  | { status: 'succeeded' }
  | { status: 'failed'; reason: string }
  | { status: 'pending' };

/** Update: answers as soon as the first outcome is known. */
export const FIRST_REFUND_OUTCOME_UPDATE = 'firstOutcome';

/** Signal: something about the refund changed at Stripe; the workflow looks for itself. */
export const REFUND_CHANGED_SIGNAL = 'refundChanged';

/** Query: where it stands, in words. */
export const REFUND_STATUS_QUERY = 'status';
