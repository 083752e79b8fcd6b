/** Workflow `topUp`: charge, then credit. One run for each top-up; the row exists before the start. */
export const TOP_UP_WORKFLOW = 'topUp';

export function topUpWorkflowId(topUpId: string): string {
  return `top-up:${topUpId}`;
}

/** Small values for operators; the truth stays in the database row. Amounts are safe integers of minor units. */
export type TopUpInput = {
  topUpId: string;
  chargeId: string;
  accountId: string;
  walletId: string;
  buyerId: string | null;
  amountMinor: number;
  currency: string;
  trigger: 'manual' | 'auto' | 'debt';
};

/** The first thing worth telling whoever asked for the top-up. */
export type FirstOutcome =
  | { status: 'succeeded' }
  | { status: 'declined'; code: string }
  /** Declined, and tried again on a schedule, or once the payer has another card. */
  | { status: 'retrying'; code: string }
  | { status: 'requires_action' }
  | { status: 'processing' }
  | { status: 'canceled' };

/** Update: answers as soon as the first outcome is known. */
export const FIRST_OUTCOME_UPDATE = 'firstOutcome';

/** Signal: something about the payment changed at Stripe; the workflow looks for itself. */
export const PAYMENT_CHANGED_SIGNAL = 'paymentChanged';

/** Update: give the top-up up, as long as no money has come in. */
export const CANCEL_TOP_UP_UPDATE = 'cancel';

export type CancelTopUpInput = { by: string; reason: string };
export type CancelTopUpResult = { canceled: true } | { canceled: false; because: string };

/** Query: where it stands, in words. */
export const TOP_UP_STATUS_QUERY = 'status';
