import type { Stripe } from 'stripe';
import { z } from 'zod';
import { orProviderError } from '../gateway/failure.ts';
import { PaymentProviderError } from '../provider-error.ts';
import { createInvoiceLookUp } from './look-up.ts';
import type { StripeInvoiceWithPayments } from './stripe-invoice.ts';

export type AttachPaymentInput = { idempotencyKey: string; stripeInvoiceId: string; paymentIntentId: string };

export type FindDraftInput = { customerId: string; invoiceId: string };

/** More drafts than a customer ever has: each of ours is finalized within seconds. */
const DRAFTS_AT_MOST = 100;

const draftsSchema = z.object({
  data: z.array(z.object({ id: z.string(), metadata: z.record(z.string(), z.string()).nullish() })),
});

/** Invoices over money that a payment of ours has brought already. */
export function createPaymentAttachment(stripe: Stripe) {
  const { lookUpInvoice } = createInvoiceLookUp(stripe);
  return { attachPayment, findDraftInvoice };

  /**
   * Pays an open invoice with a payment that has succeeded before; nothing is charged. Answers the invoice also where it
   * was paid by that payment before.
   * @throws PaymentProviderError `refused` for one that is not paid by it in full.
   */
  async function attachPayment(input: AttachPaymentInput): Promise<StripeInvoiceWithPayments> {
    const { idempotencyKey, stripeInvoiceId, paymentIntentId } = input;
    const before = await lookUpInvoice(stripeInvoiceId);
    if (isPaidBy(before, paymentIntentId)) return before;
    const failure = await failureOf(
      stripe.invoices.attachPayment(stripeInvoiceId, { payment_intent: paymentIntentId }, { idempotencyKey }),
    );
    // Whatever was answered: what counts is how the invoice stands now.
    const invoice = await lookUpInvoice(stripeInvoiceId);
    if (isPaidBy(invoice, paymentIntentId)) return invoice;
    throw (
      failure ??
      new PaymentProviderError('refused', `${stripeInvoiceId} is ${invoice.status}, not paid by this payment`)
    );
  }

  /** The draft that an earlier try has made without our hearing of it. */
  async function findDraftInvoice(input: FindDraftInput): Promise<{ stripeInvoiceId: string } | null> {
    const { customerId, invoiceId } = input;
    const listed = draftsSchema.safeParse(
      await orProviderError(
        stripe.invoices.list({ customer: customerId, status: 'draft', limit: DRAFTS_AT_MOST }),
      ),
    );
    if (!listed.success) throw new PaymentProviderError('unreachable', 'the answer is no list of invoices');
    const ours = listed.data.data.find(({ metadata }) => metadata?.invoiceId === invoiceId);
    return ours ? { stripeInvoiceId: ours.id } : null;
  }
}

function isPaidBy({ status, payments }: StripeInvoiceWithPayments, paymentIntentId: string): boolean {
  return status === 'paid' && payments.some((payment) => payment.paymentIntentId === paymentIntentId);
}

async function failureOf(call: Promise<unknown>): Promise<Error | null> {
  try {
    await orProviderError(call);
    return null;
  } catch (error) {
    if (error instanceof PaymentProviderError) return error;
    throw error;
  }
}
