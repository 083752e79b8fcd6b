import { CURRENCY_EXPONENTS, type Money } from '@drawdown/shared/money';
import type { Stripe } from 'stripe';
import { z } from 'zod';
import { stripeUnits } from '../amounts/stripe-amount.ts';
import { orProviderError } from '../gateway/failure.ts';
import { PaymentProviderError } from '../provider-error.ts';
import { OUR_ID } from './find-credit-note.ts';
import { invoiceOf } from './issue.ts';
import type { StripeInvoice } from './stripe-invoice.ts';

export type CloseInvoiceInput = { idempotencyKey: string; stripeInvoiceId: string };

export type CreateCreditNoteInput = {
  idempotencyKey: string;
  stripeInvoiceId: string;
  amount: Money;
  memo: string;
  /** Our id of what it is about, by which the note of an earlier try is found. */
  ourId?: string | undefined;
  /** For an invoice that is paid: the refund by which the money goes back. */
  stripeRefundId?: string | undefined;
};

const creditNoteSchema = z.object({ object: z.literal('credit_note'), id: z.string().min(1) });

/** Ways in which less, or nothing, is to be paid of an invoice. */
export function createInvoiceClosing(stripe: Stripe) {
  return { voidInvoice, writeOffInvoice, createCreditNote };

  /** Answers how the invoice stands then: `paid` where the money was faster. */
  async function voidInvoice({ idempotencyKey, stripeInvoiceId }: CloseInvoiceInput): Promise<StripeInvoice> {
    const present = invoiceOf(await orProviderError(stripe.invoices.retrieve(stripeInvoiceId)));
    if (present.status !== 'open' && present.status !== 'uncollectible') return present;
    return invoiceOf(
      await orProviderError(stripe.invoices.voidInvoice(stripeInvoiceId, {}, { idempotencyKey })),
    );
  }

  /** Answers how the invoice stands then: `paid` where the money was faster. */
  async function writeOffInvoice(input: CloseInvoiceInput): Promise<StripeInvoice> {
    const { idempotencyKey, stripeInvoiceId } = input;
    const present = invoiceOf(await orProviderError(stripe.invoices.retrieve(stripeInvoiceId)));
    if (present.status !== 'open') return present;
    return invoiceOf(
      await orProviderError(stripe.invoices.markUncollectible(stripeInvoiceId, {}, { idempotencyKey })),
    );
  }

  /** Less is due of an open invoice; of a paid one a part goes back. */
  async function createCreditNote(input: CreateCreditNoteInput): Promise<{ stripeCreditNoteId: string }> {
    const { idempotencyKey, stripeInvoiceId, memo, ourId, stripeRefundId } = input;
    const { amountMinor, currency } = input.amount;
    const { factor } = stripeUnits(currency, CURRENCY_EXPONENTS[currency]);
    const amount = Number(amountMinor * factor);
    const refund =
      stripeRefundId === undefined
        ? {}
        : { refunds: [{ refund: stripeRefundId, amount_refunded: amount, type: 'refund' as const }] };
    const metadata = ourId === undefined ? {} : { metadata: { [OUR_ID]: ourId } };
    const note = creditNoteSchema.safeParse(
      await orProviderError(
        stripe.creditNotes.create(
          { invoice: stripeInvoiceId, amount, memo, ...metadata, ...refund },
          { idempotencyKey },
        ),
      ),
    );
    if (!note.success) throw new PaymentProviderError('unreachable', 'the answer is no credit note');
    return { stripeCreditNoteId: note.data.id };
  }
}
