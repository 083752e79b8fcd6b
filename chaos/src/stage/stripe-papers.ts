import { z } from 'zod';
import { listAll } from './stripe-list.ts';

const invoiceSchema = z.object({
  id: z.string(),
  status: z.string(),
  total: z.int(),
  metadata: z.record(z.string(), z.string()),
});
const paymentSchema = z.object({
  id: z.string(),
  invoice: z.string(),
  payment: z.object({ payment_intent: z.string() }),
});
const creditNoteSchema = z.object({ id: z.string(), invoice: z.string(), amount: z.int() });

export type StripePapers = Awaited<ReturnType<typeof readStripePapers>>;

/** Every invoice and credit note at Stripe, read past the product. */
export async function readStripePapers(stripeUrl: string) {
  const invoices = await listAll(stripeUrl, 'invoices', invoiceSchema);
  const payments = await listAll(stripeUrl, 'invoice_payments', paymentSchema);
  const creditNotes = await listAll(stripeUrl, 'credit_notes', creditNoteSchema);
  return {
    invoicesOf: (invoiceId: string) => invoices.filter(({ metadata }) => metadata.invoiceId === invoiceId),
    creditNotesOf: (stripeInvoiceId: string) =>
      creditNotes.filter(({ invoice }) => invoice === stripeInvoiceId),
    /** The PaymentIntents by which an invoice was or is to be paid. */
    intentsOf: (stripeInvoiceId: string) =>
      payments
        .filter(({ invoice }) => invoice === stripeInvoiceId)
        .map(({ payment }) => payment.payment_intent),
  };
}
