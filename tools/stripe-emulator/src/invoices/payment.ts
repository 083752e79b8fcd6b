import { newId } from '../identifiers.ts';
import type { Invoice, InvoicePayment, PaymentIntent } from '../objects.ts';
import type { Scope } from '../scope.ts';

type PaymentRequest = { invoice: Invoice; intent: PaymentIntent; amount: number; isDefault: boolean };

/** Links a PaymentIntent to an invoice; it counts towards the invoice once the intent has succeeded. */
export function linkPayment(
  scope: Scope,
  { invoice, intent, amount, isDefault }: PaymentRequest,
): InvoicePayment {
  return scope.tables.invoicePayments.put({
    id: newId('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: amount,
    created: scope.nowSeconds,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: isDefault,
    livemode: false,
    payment: { type: 'payment_intent', payment_intent: intent.id },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  });
}

export function openPayments(scope: Scope, invoiceId: string): InvoicePayment[] {
  const payments = scope.tables.invoicePayments.all();
  return payments.filter((payment) => payment.invoice === invoiceId && payment.status === 'open');
}
