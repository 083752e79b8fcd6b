import { invalidParameter, missingParameter, stateConflict } from '../errors/invalid-request.ts';
import { emit } from '../events/emit.ts';
import { newId } from '../identifiers.ts';
import { requiredInvoice, requireStatus } from '../invoices/invoice.ts';
import { openPayments } from '../invoices/payment.ts';
import { markPaid } from '../invoices/settle.ts';
import type { CreditNote, Invoice, Refund } from '../objects.ts';
import { invoicePdf } from '../pages/address.ts';
import { mergedMetadata } from '../parameters/metadata.ts';
import { Params } from '../parameters/params.ts';
import { createRefund } from '../refunds/create.ts';
import type { Scope } from '../scope.ts';
import { required } from '../store/required.ts';

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
  const refunds = isPaid ? moneyBack(scope, { invoice, amount, params }) : [];
  const note = scope.tables.creditNotes.put({
    ...newCreditNote(scope, { invoice, amount, refunds }),
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

type Credited = { invoice: Invoice; amount: number; params: Params };
type LinkedRefund = CreditNote['refunds'][number];

/** By which refunds the money of a paid invoice goes back: ones that were made before, and one that is made now. */
function moneyBack(scope: Scope, { invoice, amount, params }: Credited): LinkedRefund[] {
  const linked = linkedRefunds(scope, invoice, params);
  const refunded = params.integer('refund_amount') ?? 0;
  const outside = params.integer('out_of_band_amount') ?? 0;
  const sum = linked.reduce((total, { amount_refunded }) => total + amount_refunded, refunded + outside);
  if (sum !== amount)
    throw invalidParameter({
      param: 'refund_amount',
      message: `refunds, refund_amount and out_of_band_amount must add up to the credited amount (${amount}).`,
    });
  if (refunded === 0) return linked;
  const intent = intentsOf(scope, invoice)[0];
  if (!intent) throw stateConflict({ message: 'This invoice was not paid through Stripe.' });
  const refund = createRefund(scope, new Params({ payment_intent: intent, amount: String(refunded) }));
  return [...linked, linkTo(refund, refunded)];
}

function intentsOf(scope: Scope, invoice: Invoice): string[] {
  return scope.tables.invoicePayments
    .all()
    .filter((payment) => payment.invoice === invoice.id && payment.status === 'paid')
    .map((payment) => payment.payment.payment_intent);
}

function linkedRefunds(scope: Scope, invoice: Invoice, params: Params): LinkedRefund[] {
  const intents = intentsOf(scope, invoice);
  return params.nestedList('refunds').map((given) => {
    const refund = required(scope.tables.refunds, given.requiredString('refund'), {
      noun: 'refund',
      param: 'refunds',
    });
    if (!intents.includes(String(refund.payment_intent)))
      throw invalidParameter({
        param: 'refunds',
        message: `${refund.id} refunds no payment of ${invoice.id}.`,
      });
    const amount = given.integer('amount_refunded') ?? refund.amount;
    const left = refund.amount - creditedBefore(scope, refund);
    if (amount < 1 || amount > left)
      throw invalidParameter({
        param: 'refunds',
        message: `Only ${left} of ${refund.id} is on no credit note yet.`,
      });
    return linkTo(refund, amount);
  });
}

function creditedBefore(scope: Scope, refund: Refund): number {
  const links = scope.tables.creditNotes.all().flatMap((note) => note.refunds);
  const ours = links.filter((link) => link.refund === refund.id);
  return ours.reduce((total, { amount_refunded }) => total + amount_refunded, 0);
}

function linkTo(refund: Refund, amount: number): LinkedRefund {
  return { amount_refunded: amount, payment_record_refund: null, refund: refund.id, type: 'refund' };
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

type Basis = { invoice: Invoice; amount: number; refunds: LinkedRefund[] };

function newCreditNote(scope: Scope, { invoice, amount, refunds }: Basis): CreditNote {
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
    pdf: invoicePdf(scope.origin, invoice.id),
    post_payment_amount: isPaid ? amount : 0,
    pre_payment_amount: isPaid ? 0 : amount,
    pretax_credit_amounts: [],
    reason: null,
    refunds,
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
