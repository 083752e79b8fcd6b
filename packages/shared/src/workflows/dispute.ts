/** Workflow `dispute`: from a payer's complaint to the bank's verdict. One run at a time for each dispute. */
export const DISPUTE_WORKFLOW = 'dispute';

export function disputeWorkflowId(disputeId: string): string {
  return `dispute:${disputeId}`;
}

/** Small values for operators; the truth stays in the database and at Stripe. */
export type DisputeInput = {
  disputeId: string;
  stripeDisputeId: string;
  accountId: string;
  walletId: string | null;
  buyerId: string | null;
  amountMinor: number;
  currency: string;
};

/** Signal: Stripe told of something new; the workflow looks what it is. */
export const DISPUTE_CHANGED_SIGNAL = 'disputeChanged';

/** Query: what it waits for, in words. */
export const DISPUTE_STATE_QUERY = 'disputeState';
