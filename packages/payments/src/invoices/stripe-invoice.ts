import { z } from 'zod';
import { fromStripeAmount } from '../amounts/stripe-amount.ts';

const reference = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]);

const paymentSchema = z.object({
  is_default: z.boolean(),
  status: z.string(),
  amount_paid: z.int().nullish(),
  payment: z.object({ payment_intent: reference.nullish() }),
});

const invoiceSchema = z.object({
  object: z.literal('invoice'),
  id: z.string().min(1),
  status: z.enum(['draft', 'open', 'paid', 'void', 'uncollectible']),
  number: z.string().nullish(),
  currency: z.string(),
  hosted_invoice_url: z.string().nullish(),
  invoice_pdf: z.string().nullish(),
  amount_due: z.int(),
  amount_paid: z.int(),
  amount_remaining: z.int(),
});

export const invoicePaymentsSchema = z.object({ data: z.array(paymentSchema) });

export type StripeInvoiceStatus = z.infer<typeof invoiceSchema>['status'];

/** What Stripe says about an invoice; amounts in ISO minor units. */
export type StripeInvoice = {
  stripeInvoiceId: string;
  status: StripeInvoiceStatus;
  number: string | null;
  hostedUrl: string | null;
  pdfUrl: string | null;
  amountDueMinor: number;
  amountPaidMinor: number;
  amountRemainingMinor: number;
};

/** Money that has come in at Stripe for an invoice. */
export type StripeInvoicePayment = { paymentIntentId: string; amountMinor: number; isOwn: boolean };

export type StripeInvoiceWithPayments = StripeInvoice & {
  /** The PaymentIntent that the hosted page pays; null on a draft, and on one that owed nothing. */
  ownPaymentIntentId: string | null;
  payments: StripeInvoicePayment[];
};

/** Null for any answer that is no invoice. */
export function parseInvoice(answer: unknown): (StripeInvoice & { currency: string }) | null {
  const parsed = invoiceSchema.safeParse(answer);
  if (!parsed.success) return null;
  const { id, status, number, currency, hosted_invoice_url, invoice_pdf, ...amounts } = parsed.data;
  return {
    stripeInvoiceId: id,
    status,
    number: number ?? null,
    currency,
    hostedUrl: hosted_invoice_url ?? null,
    pdfUrl: invoice_pdf ?? null,
    amountDueMinor: fromStripeAmount(amounts.amount_due, currency),
    amountPaidMinor: fromStripeAmount(amounts.amount_paid, currency),
    amountRemainingMinor: fromStripeAmount(amounts.amount_remaining, currency),
  };
}

/** The payments that have brought money, and the PaymentIntent that belongs to the invoice itself. */
export function paymentsOf(
  listed: z.infer<typeof invoicePaymentsSchema>,
  currency: string,
): Pick<StripeInvoiceWithPayments, 'ownPaymentIntentId' | 'payments'> {
  const payments: StripeInvoicePayment[] = [];
  let ownPaymentIntentId: string | null = null;
  for (const { is_default: isOwn, status, amount_paid: paid, payment } of listed.data) {
    const paymentIntentId = payment.payment_intent;
    if (!paymentIntentId) continue;
    if (isOwn) ownPaymentIntentId = paymentIntentId;
    if (status === 'paid' && paid)
      payments.push({ paymentIntentId, amountMinor: fromStripeAmount(paid, currency), isOwn });
  }
  return { ownPaymentIntentId, payments };
}
