import { invalidParameter, missingParameter, stateConflict } from '../errors/invalid-request.ts';
import { emit } from '../events/emit.ts';
import { newId } from '../identifiers.ts';
import { requiredInvoice, requireStatus } from '../invoices/invoice.ts';
import { openPayments } from '../invoices/payment.ts';
import { markPaid } from '../invoices/settle.ts';
import type { CreditNote, Invoice, Refund } from '../objects.ts';
import { mergedMetadata } from '../parameters/metadata.ts';
import { Params } from '../parameters/params.ts';
import { createRefund } from '../refunds/create.ts';
import type { Scope } from '../scope.ts';

const REASONS = ['duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory'] as const;

/**
 * `POST /v1/credit_notes`: takes back a part of an invoice. Of an open one less is due; of a paid one the money goes
 * back by a refund, or was given back outside Stripe.
 */
export function createCreditNote(scope: Scope, params: Params): CreditNote {
  const invoice = requiredInvoice(scope, params.requiredString('invoice'));
  requireStatus(invoice, ['open', 'paid'], 'create a credit note for');
  const amount = creditedAmount(invoice, params);
  const isPaid = invoice.status === 'paid';
  const refund = isPaid ? giveBack(scope, { invoice, amount, params }) : null;
  const note = scope.tables.creditNotes.put({
    ...newCreditNote(scope, { invoice, amount, refund }),
    memo: params.string('memo'),
    metadata: mergedMetadata(params),
    out_of_band_amount: isPaid ? params.integer('out_of_band_amount') : null,
    reason: params.oneOf('reason', REASONS),
  });
  if (isPaid)
    scope.tables.invoices.update(invoice.id, {
      post_payment_credit_notes_amount: invoice.post_payment_credit_notes_amount + amount,
    });
  else dueLess(scope, invoice, amount);
  emit(scope, { type: 'credit_note.created', object: note });
  return note;
}

function creditedAmount(invoice: Invoice, params: Params): number {
  const amount = params.integer('amount');
  if (amount === null) throw missingParameter('amount');
  const credited = invoice.pre_payment_credit_notes_amount + invoice.post_payment_credit_notes_amount;
  const left = invoice.status === 'paid' ? invoice.total - credited : invoice.amount_remaining;
  if (amount >= 1 && amount <= left) return amount;
  throw invalidParameter({
    param: 'amount',
    message: `The amount of the credit note must be between 1 and what is left of the invoice (${left}).`,
  });
}

function giveBack(
  scope: Scope,
  { invoice, amount, params }: { invoice: Invoice; amount: number; params: Params },
): Refund | null {
  const refunded = params.integer('refund_amount') ?? 0;
  const outside = params.integer('out_of_band_amount') ?? 0;
  if (refunded + outside !== amount)
    throw invalidParameter({
      param: 'refund_amount',
      message: `refund_amount and out_of_band_amount must add up to the credited amount (${amount}).`,
    });
  if (refunded === 0) return null;
  const paid = scope.tables.invoicePayments.find(
    (payment) => payment.invoice === invoice.id && payment.status === 'paid',
  );
  if (!paid) throw stateConflict({ message: 'This invoice was not paid through Stripe.' });
  const intent = paid.payment.payment_intent;
  return createRefund(scope, new Params({ payment_intent: intent, amount: String(refunded) }));
}

function dueLess(scope: Scope, invoice: Invoice, amount: number): void {
  const updated = scope.tables.invoices.update(invoice.id, {
    amount_due: invoice.amount_due - amount,
    amount_remaining: invoice.amount_remaining - amount,
    pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount + amount,
  });
  for (const payment of openPayments(scope, invoice.id).filter((one) => one.is_default)) {
    scope.tables.invoicePayments.update(payment.id, { amount_requested: updated.amount_remaining });
    if (updated.amount_remaining > 0)
      scope.tables.paymentIntents.update(payment.payment.payment_intent, {
        amount: updated.amount_remaining,
      });
  }
  if (updated.amount_remaining === 0) markPaid(scope, updated);
}

type Basis = { invoice: Invoice; amount: number; refund: Refund | null };

function newCreditNote(scope: Scope, { invoice, amount, refund }: Basis): CreditNote {
  const id = newId('cn');
  const isPaid = invoice.status === 'paid';
  const earlier = scope.tables.creditNotes.all().filter((note) => note.invoice === invoice.id).length;
  return {
    id,
    object: 'credit_note',
    amount,
    amount_shipping: 0,
    created: scope.nowSeconds,
    currency: invoice.currency,
    customer: invoice.customer ?? '',
    customer_account: null,
    customer_balance_transaction: null,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: scope.nowSeconds,
    invoice: invoice.id,
    lines: { object: 'list', url: `/v1/credit_notes/${id}/lines`, has_more: false, data: [] },
    livemode: false,
    memo: null,
    metadata: {},
    number: `${invoice.number}-CN-${String(earlier + 1).padStart(2, '0')}`,
    out_of_band_amount: null,
    pdf: `${scope.origin}/_emulator/invoices/${invoice.id}`,
    post_payment_amount: isPaid ? amount : 0,
    pre_payment_amount: isPaid ? 0 : amount,
    pretax_credit_amounts: [],
    reason: null,
    refunds: refund
      ? [{ amount_refunded: refund.amount, payment_record_refund: null, refund: refund.id, type: 'refund' }]
      : [],
    shipping_cost: null,
    status: 'issued',
    subtotal: amount,
    subtotal_excluding_tax: amount,
    total: amount,
    total_excluding_tax: amount,
    total_taxes: [],
    type: isPaid ? 'post_payment' : 'pre_payment',
    voided_at: null,
  };
}
