import { ApiError } from '../errors/api-error.ts';
import { stateConflict } from '../errors/invalid-request.ts';
import { emit } from '../events/emit.ts';
import type { Invoice } from '../objects.ts';
import { chargeIntent } from '../payment-intents/confirm.ts';
import { requiredIntent } from '../payment-intents/intent.ts';
import type { Scope } from '../scope.ts';
import { finalizeInvoice } from './finalize.ts';
import { requiredInvoice, requireStatus } from './invoice.ts';
import { openPayments } from './payment.ts';
import { markPaid } from './settle.ts';

export type InvoiceCollection = {
  paymentMethod: string | null;
  offSession: boolean;
  paidOutOfBand: boolean;
};

/** Pays an invoice by its own PaymentIntent, so that the hosted page and this call can never both be paid. */
export function payInvoice(scope: Scope, given: Invoice, collection: InvoiceCollection): Invoice {
  const invoice = given.status === 'draft' ? finalizeInvoice(scope, given) : given;
  if (given.status === 'draft' && invoice.status === 'paid') return invoice;
  requireStatus(invoice, ['open', 'uncollectible'], 'pay');
  if (collection.paidOutOfBand) {
    const outside = { amount_paid_off_stripe: invoice.amount_remaining };
    return markPaid(scope, scope.tables.invoices.update(invoice.id, outside));
  }
  const paymentMethod = collection.paymentMethod ?? defaultPaymentMethod(scope, invoice);
  const attempted = scope.tables.invoices.update(invoice.id, {
    attempted: true,
    attempt_count: invoice.attempt_count + 1,
  });
  collect(scope, attempted, { paymentMethod, offSession: collection.offSession });
  return requiredInvoice(scope, invoice.id);
}

function collect(scope: Scope, invoice: Invoice, { paymentMethod, offSession }: CollectRequest): void {
  const payment = openPayments(scope, invoice.id).find((candidate) => candidate.is_default);
  if (!payment) throw stateConflict({ message: 'This invoice has no payment that could be collected.' });
  const intent = requiredIntent(scope, payment.payment.payment_intent);
  try {
    const confirmation = { paymentMethod, offSession, errorOnRequiresAction: false, returnUrl: null };
    const charged = chargeIntent(scope, intent, confirmation);
    if (charged.status === 'requires_action')
      emit(scope, { type: 'invoice.payment_action_required', object: invoice });
  } catch (error) {
    if (error instanceof ApiError && error.status === 402)
      emit(scope, { type: 'invoice.payment_failed', object: invoice });
    throw error;
  }
}

type CollectRequest = { paymentMethod: string; offSession: boolean };

function defaultPaymentMethod(scope: Scope, invoice: Invoice): string {
  const customer = invoice.customer === null ? undefined : scope.tables.customers.get(invoice.customer);
  const fallback = customer?.invoice_settings.default_payment_method ?? null;
  const chosen = invoice.default_payment_method ?? fallback;
  if (chosen !== null) return chosen;
  throw stateConflict({
    message: 'There is no `default_payment_method` set on this invoice or its customer, and none was given.',
  });
}
