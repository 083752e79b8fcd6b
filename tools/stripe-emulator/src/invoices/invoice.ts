import { stateConflict } from '../errors/invalid-request.ts';
import { newId } from '../identifiers.ts';
import type { Customer, Invoice, InvoiceLine } from '../objects.ts';
import type { Scope } from '../scope.ts';
import { required } from '../store/required.ts';

export function requiredInvoice(scope: Scope, id: string, param = 'invoice'): Invoice {
  return required(scope.tables.invoices, id, { noun: 'invoice', param });
}

export function requireStatus(invoice: Invoice, allowed: readonly string[], action: string): void {
  if (allowed.includes(invoice.status ?? '')) return;
  throw stateConflict({
    code: invoice.status === 'paid' ? 'invoice_already_paid' : 'status_transition_invalid',
    message: `You can only ${action} an invoice that is ${allowed.join(' or ')}; this one is ${invoice.status}.`,
  });
}

/** A draft without lines. */
export function newInvoice(scope: Scope, customer: Customer, currency: string): Invoice {
  const id = newId('in');
  const now = scope.nowSeconds;
  return {
    id,
    object: 'invoice',
    account_country: 'US',
    account_name: 'Drawdown test account',
    account_tax_ids: null,
    amount_due: 0,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_paid_off_stripe: 0,
    amount_remaining: 0,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: false,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: null,
    billing_reason: 'manual',
    collection_method: 'charge_automatically',
    created: now,
    currency,
    custom_fields: null,
    customer: customer.id,
    customer_account: null,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    due_date: null,
    effective_at: null,
    ending_balance: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: { object: 'list', url: `/v1/invoices/${id}/lines`, has_more: false, data: [] },
    livemode: false,
    metadata: {},
    next_payment_attempt: null,
    number: null,
    on_behalf_of: null,
    parent: null,
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: now,
    period_start: now,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: 0,
    subtotal_excluding_tax: 0,
    test_clock: null,
    total: 0,
    total_discount_amounts: [],
    total_excluding_tax: 0,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
  };
}

/** The invoice's fields that follow from its lines. */
export function totalsOf(invoice: Invoice, lines: InvoiceLine[]): Partial<Invoice> {
  const total = lines.reduce((sum, line) => sum + line.amount, 0);
  const due = Math.max(0, total);
  return {
    lines: { ...invoice.lines, data: lines },
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
    amount_due: due,
    amount_remaining: due,
  };
}
