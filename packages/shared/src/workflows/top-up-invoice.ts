/** Workflow `invoiceTopUp`: has Stripe make the invoice of a credited top-up, and credit notes for what was refunded. */
export const TOP_UP_INVOICE_WORKFLOW = 'invoiceTopUp';

export function topUpInvoiceWorkflowId(topUpId: string): string {
  return `top-up-invoice:${topUpId}`;
}

/** Small values for operators; the truth stays in the database. */
export type TopUpInvoiceInput = {
  topUpId: string;
  accountId: string;
  walletId: string;
  buyerId: string | null;
  amountMinor: number;
  currency: string;
};

export type TopUpInvoiceEnding = { ended: 'up_to_date'; creditNotes: number } | { ended: 'no_invoice' };

/** Signal: something about the invoice has to reach Stripe; the workflow reads what. */
export const TOP_UP_INVOICE_CHANGED_SIGNAL = 'topUpInvoiceChanged';
