import type { Stripe } from 'stripe';
import { orProviderError } from '../gateway/failure.ts';
import { PaymentProviderError } from '../provider-error.ts';
import {
  invoicePaymentsSchema,
  parseInvoice,
  paymentsOf,
  type StripeInvoiceWithPayments,
} from './stripe-invoice.ts';

/** More payments than an invoice ever has. */
const PAYMENTS_AT_MOST = 100;

export function createInvoiceLookUp(stripe: Stripe) {
  return { lookUpInvoice };

  /** What Stripe says about an invoice now, with all that was paid on it. */
  async function lookUpInvoice(stripeInvoiceId: string): Promise<StripeInvoiceWithPayments> {
    // The payments first: one that comes in between is then only known later, never missing from a paid invoice's sum.
    const invoice = parseInvoice(await orProviderError(stripe.invoices.retrieve(stripeInvoiceId)));
    const listed = invoicePaymentsSchema.safeParse(
      await orProviderError(
        stripe.invoicePayments.list({ invoice: stripeInvoiceId, limit: PAYMENTS_AT_MOST }),
      ),
    );
    if (!invoice || !listed.success)
      throw new PaymentProviderError('unreachable', 'the answer is no invoice');
    const { currency, ...shown } = invoice;
    return { ...shown, ...paymentsOf(listed.data, currency) };
  }
}
