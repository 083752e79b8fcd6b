/** Workflow `collectLeadCharge`: charges a card for one lead that waits for it. One run for each charge. */
export const LEAD_CHARGE_WORKFLOW = 'collectLeadCharge';

export function leadChargeWorkflowId(chargeId: string): string {
  return `charge:${chargeId}`;
}

/** Small values for operators; the truth stays in the database. */
export type LeadChargeInput = {
  chargeId: string;
  deliveryId: string;
  accountId: string;
  walletId: string;
  buyerId: string;
  leadId: string;
  amountMinor: number;
  currency: string;
};

/** What became of the lead. */
export type LeadOutcome = { status: 'delivered' } | { status: 'refused' };

/** Update: answers as soon as the lead is decided, however long that takes: who asks sets a deadline. */
export const LEAD_OUTCOME_UPDATE = 'leadOutcome';

/** Query: where it stands, in words. `paymentChanged` is the same signal as topUp's. */
export const LEAD_CHARGE_STATUS_QUERY = 'status';
