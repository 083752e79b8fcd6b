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
