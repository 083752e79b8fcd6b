import type { Money } from '@drawdown/shared/money';

/** The receipt of a top-up, as people see it. `draft`: credited here, and still to be made at Stripe. */
export type TopUpInvoice = {
  id: string;
  status: 'draft' | 'paid';
  number: string | null;
  hostedUrl: string | null;
  pdfUrl: string | null;
};

/** What Stripe is told about the invoice of a top-up, and how far that has come. */
export type TopUpInvoiceFacts = {
  invoiceId: string;
  topUpId: string;
  accountId: string;
  walletId: string;
  buyerId: string | null;
  status: 'draft' | 'paid';
  /** Who is charged, and so who is invoiced. */
  stripeCustomerId: string;
  /** The payment that brought the credit; the only one that ever pays this invoice. */
  paymentIntentId: string;
  amount: Money;
  description: string;
  stripeInvoiceId: string | null;
  number: string | null;
  /** What was given back and Stripe has no credit note for yet, oldest first. */
  creditNotes: { id: string; amount: Money; reason: string; stripeRefundId: string | null }[];
};

export type MadeInvoice = { number: string | null; hostedUrl: string | null; pdfUrl: string | null };

export type TopUpInvoices = {
  /** Null where the top-up has no invoice. */
  facts(topUpId: string): Promise<TopUpInvoiceFacts | null>;
  /** Keeps the first id that it is told, and answers that one: one invoice at Stripe for each of ours. */
  rememberStripeInvoice(invoiceId: string, stripeInvoiceId: string): Promise<string>;
  /** It is paid at Stripe by the top-up's own payment. The receipt by mail names it from now on. May be repeated. */
  markPaid(invoiceId: string, made: MadeInvoice): Promise<void>;
  rememberCreditNote(creditNoteId: string, stripeCreditNoteId: string): Promise<void>;
  /** Top-ups with something that Stripe has not been told for that long, oldest first, over all accounts. */
  listUnmade(olderThan: Date, limit: number): Promise<string[]>;
};
