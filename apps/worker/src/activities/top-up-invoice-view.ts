/** What the workflow needs to know of a top-up's invoice; ids, sums and words only. */
export type TopUpInvoiceView =
  | { state: 'no_invoice' }
  | {
      state: 'found';
      invoiceId: string;
      /** True once it is paid at Stripe. */
      isMade: boolean;
      stripeInvoiceId: string | null;
      stripeCustomerId: string;
      paymentIntentId: string;
      amountMinor: number;
      currency: string;
      description: string;
      creditNotes: UnmadeCreditNote[];
      words: { amount: string };
    };

export type UnmadeCreditNote = {
  id: string;
  amountMinor: number;
  reason: string;
  stripeRefundId: string | null;
  words: string;
};

export type FoundInvoice = Extract<TopUpInvoiceView, { state: 'found' }>;
