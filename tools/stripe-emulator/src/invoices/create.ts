import { requiredCustomer } from '../customers/customer.ts';
import { invalidParameter } from '../errors/invalid-request.ts';
import { emit } from '../events/emit.ts';
import type { Invoice } from '../objects.ts';
import { requiredCurrency } from '../parameters/amount.ts';
import { mergedMetadata } from '../parameters/metadata.ts';
import type { Params } from '../parameters/params.ts';
import type { Scope } from '../scope.ts';
import { required } from '../store/required.ts';
import { newInvoice } from './invoice.ts';
import { addItemToInvoice } from './items.ts';

const SECONDS_PER_DAY = 86_400;

/** `POST /v1/invoices`: a draft, with the customer's pending items where those are asked for. */
export function createInvoice(scope: Scope, params: Params): Invoice {
  const customer = requiredCustomer(scope, params.requiredString('customer'));
  const currency = params.has('currency') ? requiredCurrency(params) : (customer.currency ?? 'usd');
  const blank = newInvoice(scope, customer, currency);
  const method = params.oneOf('collection_method', ['charge_automatically', 'send_invoice']);
  const draft = scope.tables.invoices.put({
    ...blank,
    auto_advance: params.boolean('auto_advance') ?? false,
    collection_method: method ?? 'charge_automatically',
    ...invoiceChanges(scope, blank, params),
    due_date: dueDate(scope, params, method),
  });
  const included = params.string('pending_invoice_items_behavior') === 'include';
  if (included) addPendingItems(scope, draft);
  const created = scope.tables.invoices.get(draft.id) ?? draft;
  emit(scope, { type: 'invoice.created', object: created });
  return created;
}

/** The fields that may be given at creation and changed while the invoice is a draft. */
export function invoiceChanges(scope: Scope, invoice: Invoice, params: Params): Partial<Invoice> {
  const paymentMethod = params.string('default_payment_method');
  if (paymentMethod !== null)
    required(scope.tables.paymentMethods, paymentMethod, {
      noun: 'PaymentMethod',
      param: 'default_payment_method',
    });
  return {
    metadata: mergedMetadata(params, invoice.metadata ?? {}),
    ...(params.has('description') ? { description: params.string('description') } : {}),
    ...(params.has('footer') ? { footer: params.string('footer') } : {}),
    ...(params.has('number') ? { number: params.string('number') } : {}),
    ...(params.has('auto_advance') ? { auto_advance: params.boolean('auto_advance') === true } : {}),
    ...(params.has('default_payment_method') ? { default_payment_method: paymentMethod } : {}),
  };
}

function dueDate(scope: Scope, params: Params, method: string | null): number | null {
  const days = params.integer('days_until_due');
  const date = params.integer('due_date');
  if (method !== 'send_invoice') {
    if (days === null && date === null) return null;
    const message = 'You can only set a due date if invoice.collection_method is `send_invoice`.';
    throw invalidParameter({ param: days === null ? 'due_date' : 'days_until_due', message });
  }
  if (days !== null) return scope.nowSeconds + days * SECONDS_PER_DAY;
  if (date !== null && date > scope.nowSeconds) return date;
  if (date !== null)
    throw invalidParameter({
      param: 'due_date',
      message: 'Invalid timestamp: must be an integer Unix timestamp in the future.',
    });
  throw invalidParameter({
    param: 'days_until_due',
    message:
      'If invoice.collection_method is `send_invoice`, you must specify `due_date` or `days_until_due`.',
  });
}

function addPendingItems(scope: Scope, invoice: Invoice): void {
  const pending = scope.tables.invoiceItems.all().filter((item) => item.invoice === null);
  const ours = pending.filter(
    (item) => item.customer === invoice.customer && item.currency === invoice.currency,
  );
  for (const item of ours) addItemToInvoice(scope, item, invoice.id);
}
