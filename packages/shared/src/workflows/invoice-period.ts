/** Workflow `invoicePeriod`: from the end of a period to nothing left open of its invoice. One for each buyer and period. */
export const INVOICE_PERIOD_WORKFLOW = 'invoicePeriod';

/** A buyer that changed between both kinds within a period has one of each. */
export function invoicePeriodWorkflowId({
  buyerId,
  period,
  kind,
}: Pick<InvoicePeriodInput, 'buyerId' | 'period' | 'kind'>): string {
  return `invoice:${buyerId}:${period}${kind === 'manual' ? ':manual' : ''}`;
}

/** Small values for operators; the truth stays in the database. */
export type InvoicePeriodInput = {
  accountId: string;
  buyerId: string;
  kind: 'net_terms' | 'manual';
  /** `2026-W47`, `2026-11`; with a suffix such as `2026-11.1` where a part of it was billed before its end. */
  period: string;
  /** The end of the period; RFC 3339. */
  endsAt: string;
};

export type InvoicePeriodEnding = {
  ended: 'nothing_to_bill' | 'paid' | 'void' | 'written_off';
  invoiceId: string | null;
};

/** Signal: something was paid, credited, voided or added; the workflow reads what is true. */
export const INVOICE_CHANGED_SIGNAL = 'invoiceChanged';

/** Update: what a person wants of an open invoice. Answered once it is done or known to be impossible. */
export const ASK_INVOICE_UPDATE = 'ask';

export type InvoiceWish =
  | { wish: 'pay'; by: string; paymentMethodId: string | null }
  | { wish: 'void'; by: string; reason: string }
  | { wish: 'write_off'; by: string; reason: string };

export type InvoiceWishResult = {
  outcome: 'paid' | 'declined' | 'waiting' | 'done' | 'refused';
  words: string;
};
