import { emit } from '../events/emit.ts';
import type { Invoice } from '../objects.ts';
import { invoicePage, invoicePdf } from '../pages/address.ts';
import { newIntent } from '../payment-intents/intent.ts';
import type { Scope } from '../scope.ts';
import { requireStatus } from './invoice.ts';
import { linkPayment } from './payment.ts';
import { markPaid } from './settle.ts';

/** Turns a draft into a numbered open invoice with the PaymentIntent that pays it; one over nothing is paid. */
export function finalizeInvoice(scope: Scope, draft: Invoice): Invoice {
  requireStatus(draft, ['draft'], 'finalize');
  const open = scope.tables.invoices.update(draft.id, {
    status: 'open',
    number: draft.number ?? nextNumber(scope, draft),
    effective_at: scope.nowSeconds,
    hosted_invoice_url: invoicePage(scope.origin, draft.id),
    invoice_pdf: invoicePdf(scope.origin, draft.id),
    status_transitions: { ...draft.status_transitions, finalized_at: scope.nowSeconds },
  });
  emit(scope, { type: 'invoice.finalized', object: open });
  if (open.amount_due === 0) return markPaid(scope, open);
  const intent = scope.tables.paymentIntents.put({
    ...newIntent(scope, { amount: open.amount_due, currency: open.currency, customer: open.customer }),
    description: `Payment for Invoice ${open.number}`,
  });
  emit(scope, { type: 'payment_intent.created', object: intent });
  linkPayment(scope, { invoice: open, intent, amount: open.amount_due, isDefault: true });
  return open;
}

/** Numbers run per customer without gaps, behind the customer's own prefix. */
function nextNumber(scope: Scope, invoice: Invoice): string | null {
  const customer = invoice.customer === null ? undefined : scope.tables.customers.get(invoice.customer);
  if (!customer) return null;
  const sequence = customer.next_invoice_sequence ?? 1;
  scope.tables.customers.update(customer.id, { next_invoice_sequence: sequence + 1 });
  return `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`;
}
