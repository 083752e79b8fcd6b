import { requiredCustomer } from '../customers/customer.ts';
import { invalidParameter, missingParameter, stateConflict } from '../errors/invalid-request.ts';
import { emit } from '../events/emit.ts';
import { newId } from '../identifiers.ts';
import type { Invoice, InvoiceItem, InvoiceLine } from '../objects.ts';
import { requiredCurrency } from '../parameters/amount.ts';
import { mergedMetadata } from '../parameters/metadata.ts';
import type { Params } from '../parameters/params.ts';
import type { Scope } from '../scope.ts';
import { requiredInvoice, totalsOf } from './invoice.ts';

/** `POST /v1/invoiceitems`: a line of a draft invoice, or one that waits for the customer's next invoice. */
export function createInvoiceItem(scope: Scope, params: Params): InvoiceItem {
  const customer = requiredCustomer(scope, params.requiredString('customer'));
  const invoiceId = params.string('invoice');
  const invoice = invoiceId === null ? null : editableInvoice(scope, invoiceId, customer.id);
  const amount = params.integer('amount');
  if (amount === null) throw missingParameter('amount');
  const currency = params.has('currency') ? requiredCurrency(params) : (invoice?.currency ?? 'usd');
  if (invoice && invoice.currency !== currency)
    throw invalidParameter({
      param: 'currency',
      message: `The currency of the item (${currency}) is not that of the invoice (${invoice.currency}).`,
    });
  const item = scope.tables.invoiceItems.put({
    id: newId('ii'),
    object: 'invoiceitem',
    amount,
    currency,
    customer: customer.id,
    customer_account: null,
    date: scope.nowSeconds,
    description: params.string('description'),
    discountable: true,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: mergedMetadata(params),
    net_amount: amount,
    parent: null,
    period: periodOf(scope, params),
    pricing: null,
    proration: false,
    quantity: 1,
    quantity_decimal: '1',
    tax_rates: [],
    test_clock: null,
  });
  emit(scope, { type: 'invoiceitem.created', object: item });
  return invoice ? addItemToInvoice(scope, item, invoice.id) : item;
}

/** Makes a pending item a line of a draft invoice. */
export function addItemToInvoice(scope: Scope, item: InvoiceItem, invoiceId: string): InvoiceItem {
  const invoice = requiredInvoice(scope, invoiceId);
  const lines = [...invoice.lines.data, lineOf(item, invoiceId)];
  scope.tables.invoices.update(invoiceId, totalsOf(invoice, lines));
  return scope.tables.invoiceItems.update(item.id, { invoice: invoiceId });
}

/** Removes an item, and its line while the invoice is still a draft. */
export function deleteInvoiceItem(scope: Scope, item: InvoiceItem): object {
  if (item.invoice !== null) {
    const invoice = editableInvoice(scope, item.invoice, item.customer);
    const lines = invoice.lines.data.filter(
      (line) => line.parent?.invoice_item_details?.invoice_item !== item.id,
    );
    scope.tables.invoices.update(invoice.id, totalsOf(invoice, lines));
  }
  scope.tables.invoiceItems.delete(item.id);
  emit(scope, { type: 'invoiceitem.deleted', object: item });
  return { id: item.id, object: 'invoiceitem', deleted: true };
}

function editableInvoice(scope: Scope, invoiceId: string, customer: string): Invoice {
  const invoice = requiredInvoice(scope, invoiceId);
  if (invoice.status !== 'draft')
    throw stateConflict({ code: 'invoice_not_editable', message: 'This invoice is no longer editable.' });
  if (invoice.customer === customer) return invoice;
  const message = 'The invoice belongs to another customer than the item.';
  throw invalidParameter({ param: 'invoice', message });
}

function periodOf(scope: Scope, params: Params) {
  const period = params.nested('period');
  return {
    start: period?.integer('start') ?? scope.nowSeconds,
    end: period?.integer('end') ?? scope.nowSeconds,
  };
}

function lineOf(item: InvoiceItem, invoice: string): InvoiceLine {
  const { amount, currency, description, metadata, period, quantity, quantity_decimal } = item;
  return {
    id: newId('il'),
    object: 'line_item',
    amount,
    currency,
    description,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice,
    livemode: false,
    metadata: metadata ?? {},
    parent: {
      type: 'invoice_item_details',
      subscription_item_details: null,
      invoice_item_details: {
        invoice_item: item.id,
        proration: false,
        proration_details: null,
        subscription: null,
      },
    },
    period,
    pretax_credit_amounts: [],
    pricing: null,
    quantity,
    quantity_decimal,
    subscription: null,
    subtotal: amount,
    taxes: [],
  };
}
