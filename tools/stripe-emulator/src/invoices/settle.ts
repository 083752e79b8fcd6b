import { emit } from '../events/emit.ts';
import type { Invoice, InvoicePayment, PaymentIntent } from '../objects.ts';
import { cancelIntent } from '../payment-intents/cancel.ts';
import type { Scope } from '../scope.ts';
import { requiredInvoice } from './invoice.ts';
import { openPayments } from './payment.ts';

/** Counts a succeeded intent towards every invoice that waits for it. */
export function settleInvoicesOf(scope: Scope, intent: PaymentIntent): void {
  const waiting = scope.tables.invoicePayments.all().filter((payment) => payment.status === 'open');
  const ours = waiting.filter((payment) => payment.payment.payment_intent === intent.id);
  for (const payment of ours) settlePayment(scope, payment, intent);
}

/** Counts the money of a succeeded intent towards one invoice and marks it paid once nothing remains. */
export function settlePayment(scope: Scope, payment: InvoicePayment, intent: PaymentIntent): Invoice {
  const invoice = requiredInvoice(scope, payment.invoice);
  const applied = Math.min(invoice.amount_remaining, intent.amount_received);
  const paid = scope.tables.invoicePayments.update(payment.id, {
    status: 'paid',
    amount_paid: applied,
    status_transitions: { canceled_at: null, paid_at: scope.nowSeconds },
  });
  const updated = scope.tables.invoices.update(invoice.id, {
    amount_paid: invoice.amount_paid + applied,
    amount_remaining: invoice.amount_remaining - applied,
    amount_overpaid: invoice.amount_overpaid + (intent.amount_received - applied),
  });
  emit(scope, { type: 'invoice_payment.paid', object: paid });
  return updated.amount_remaining === 0 ? markPaid(scope, updated) : updated;
}

/** Ends an invoice as paid. No other intent can pay it again: those still open are cancelled. */
export function markPaid(scope: Scope, invoice: Invoice): Invoice {
  const paid = scope.tables.invoices.update(invoice.id, {
    status: 'paid',
    attempted: true,
    amount_remaining: 0,
    status_transitions: { ...invoice.status_transitions, paid_at: scope.nowSeconds },
  });
  cancelOpenPayments(scope, invoice.id, 'automatic');
  emit(scope, { type: 'invoice.paid', object: paid });
  emit(scope, { type: 'invoice.payment_succeeded', object: paid });
  return paid;
}

/** Cancels the intents an invoice still waits for. */
export function cancelOpenPayments(
  scope: Scope,
  invoiceId: string,
  reason: PaymentIntent['cancellation_reason'],
): void {
  for (const payment of openPayments(scope, invoiceId)) {
    scope.tables.invoicePayments.update(payment.id, {
      status: 'canceled',
      status_transitions: { canceled_at: scope.nowSeconds, paid_at: null },
    });
    const intent = scope.tables.paymentIntents.get(payment.payment.payment_intent);
    const isOpen = intent && intent.status !== 'succeeded' && intent.status !== 'canceled';
    if (isOpen && payment.is_default) cancelIntent(scope, intent, reason);
  }
}
