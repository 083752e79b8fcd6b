import type { TopUpInvoiceInput } from '@drawdown/shared/workflows';
import type { FoundInvoice, UnmadeCreditNote } from '../../activities/top-up-invoice-view.ts';
import { records, stripe } from './activities.ts';

/** It is paid the moment it is issued; the date only has to lie ahead when Stripe first hears of it. */
const DUE_IN_MS = 7 * 24 * 3_600_000;

/** From nothing to an invoice that is paid by the top-up's own payment. Begins where an earlier run has left it. */
export async function makeInvoice({ topUpId }: TopUpInvoiceInput, invoice: FoundInvoice): Promise<void> {
  const { invoiceId, stripeCustomerId, paymentIntentId, amountMinor, currency, description } = invoice;
  const order = { invoiceId, stripeCustomerId, amountMinor, currency, description };
  const stripeInvoiceId = invoice.stripeInvoiceId ?? (await draftOf(order));
  const made = await stripe.payTopUpInvoice.executeWithOptions(
    { summary: 'Paid by the payment of the top-up' },
    [{ ...order, stripeInvoiceId, paymentIntentId }],
  );
  await records.finishTopUpInvoice({ topUpId, invoiceId, ...made });
}

type Order = Pick<
  FoundInvoice,
  'invoiceId' | 'stripeCustomerId' | 'amountMinor' | 'currency' | 'description'
>;

async function draftOf(order: Order): Promise<string> {
  const draft = await stripe.draftTopUpInvoice({ ...order, dueAt: Date.now() + DUE_IN_MS });
  const { invoiceId } = order;
  return (await records.rememberTopUpInvoice({ invoiceId, ...draft })).stripeInvoiceId;
}

/** Only a paid invoice has something to give back. */
export async function makeCreditNote(
  { stripeInvoiceId, currency }: FoundInvoice,
  { id: creditNoteId, amountMinor, reason, stripeRefundId, words }: UnmadeCreditNote,
): Promise<void> {
  if (stripeInvoiceId === null) throw new Error('a paid invoice has its id at Stripe');
  const order = { creditNoteId, stripeInvoiceId, amountMinor, currency, reason, stripeRefundId };
  const note = await stripe.creditTopUpInvoice.executeWithOptions({ summary: `${words} given back` }, [
    order,
  ]);
  await records.rememberTopUpCreditNote({ creditNoteId, ...note });
}
