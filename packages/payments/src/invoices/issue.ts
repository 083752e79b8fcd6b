import type { Currency, Money } from '@drawdown/shared/money';
import { CURRENCY_EXPONENTS } from '@drawdown/shared/money';
import type { Stripe } from 'stripe';
import { stripeUnits } from '../amounts/stripe-amount.ts';
import { orProviderError } from '../gateway/failure.ts';
import { PaymentProviderError } from '../provider-error.ts';
import { parseInvoice, type StripeInvoice } from './stripe-invoice.ts';

export type CreateInvoiceInput = {
  idempotencyKey: string;
  customerId: string;
  currency: Currency;
  dueAt: Date;
  description: string;
  metadata: Record<string, string>;
};

export type AddInvoiceLineInput = {
  idempotencyKey: string;
  customerId: string;
  stripeInvoiceId: string;
  /** Negative for what is taken back. */
  amount: Money;
  description: string;
  /** Which line it is, so that a repeat of days later finds it written. */
  line?: number | undefined;
};

export type FinalizeInvoiceInput = { idempotencyKey: string; stripeInvoiceId: string };

/**
 * Writing an invoice, step by step, each under its own key. Stripe neither mails it nor charges anything by itself:
 * `send_invoice` without automatic advance.
 */
export function createIssuing(stripe: Stripe) {
  return { createInvoice, addInvoiceLine, linesOfInvoice, finalizeInvoice };

  async function createInvoice(input: CreateInvoiceInput): Promise<{ stripeInvoiceId: string }> {
    const { idempotencyKey, customerId, currency, dueAt, description, metadata } = input;
    const answer = await orProviderError(
      stripe.invoices.create(
        {
          customer: customerId,
          currency: currency.toLowerCase(),
          collection_method: 'send_invoice',
          due_date: Math.floor(dueAt.getTime() / 1000),
          auto_advance: false,
          // Only the lines that are added to it: nothing that waits at the customer.
          pending_invoice_items_behavior: 'exclude',
          description,
          metadata,
        },
        { idempotencyKey },
      ),
    );
    return invoiceOf(answer);
  }

  async function addInvoiceLine(input: AddInvoiceLineInput): Promise<void> {
    const { idempotencyKey, customerId, stripeInvoiceId, description, line } = input;
    const { amountMinor, currency } = input.amount;
    const { factor } = stripeUnits(currency, CURRENCY_EXPONENTS[currency]);
    await orProviderError(
      stripe.invoiceItems.create(
        {
          customer: customerId,
          invoice: stripeInvoiceId,
          amount: Number(amountMinor * factor),
          currency: currency.toLowerCase(),
          description,
          ...(line === undefined ? {} : { metadata: { line: String(line) } }),
        },
        { idempotencyKey },
      ),
    );
  }

  /** The numbers of the lines that a draft has already. */
  async function linesOfInvoice(stripeInvoiceId: string): Promise<number[]> {
    const written: number[] = [];
    const lines = stripe.invoices.listLineItems(stripeInvoiceId, { limit: 100 });
    await orProviderError(
      lines.autoPagingEach(({ metadata }) => {
        const line = Number(metadata?.line);
        if (Number.isSafeInteger(line)) written.push(line);
      }),
    );
    return written;
  }

  /** Answers the invoice also where it was finalized before. */
  async function finalizeInvoice({
    idempotencyKey,
    stripeInvoiceId,
  }: FinalizeInvoiceInput): Promise<StripeInvoice> {
    const present = invoiceOf(await orProviderError(stripe.invoices.retrieve(stripeInvoiceId)));
    if (present.status !== 'draft') return present;
    return invoiceOf(
      await orProviderError(
        stripe.invoices.finalizeInvoice(stripeInvoiceId, { auto_advance: false }, { idempotencyKey }),
      ),
    );
  }
}

/** @throws PaymentProviderError for any answer that is no invoice. */
export function invoiceOf(answer: unknown): StripeInvoice {
  const parsed = parseInvoice(answer);
  if (!parsed) throw new PaymentProviderError('unreachable', 'the answer is no invoice');
  const { currency: _, ...invoice } = parsed;
  return invoice;
}
