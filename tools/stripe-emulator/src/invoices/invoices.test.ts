import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmulatedStripe, startEmulatedStripe } from '../testing/emulated-stripe.ts';
import {
  cardErrorOf,
  confirmOffSession,
  errorOf,
  openIntent,
  type Payer,
  savePayer,
} from '../testing/payer.ts';

let emulated: EmulatedStripe;
let payer: Payer;
beforeEach(async () => {
  emulated = await startEmulatedStripe();
  payer = await savePayer(emulated.stripe);
});
afterEach(() => emulated.close());

async function openInvoice(amount = 25_000): Promise<string> {
  const { stripe } = emulated;
  const { customer } = payer;
  const terms = { collection_method: 'send_invoice', days_until_due: 30, auto_advance: false } as const;
  const invoice = await stripe.invoices.create({ customer, currency: 'usd', ...terms });
  await stripe.invoiceItems.create({
    customer,
    invoice: invoice.id,
    amount,
    currency: 'usd',
    description: 'Leads',
  });
  const open = await stripe.invoices.finalizeInvoice(invoice.id);
  expect(open).toMatchObject({ status: 'open', total: amount, amount_remaining: amount });
  return open.id;
}

async function ownIntentOf(invoice: string): Promise<string> {
  const { data } = await emulated.stripe.invoicePayments.list({ invoice });
  return String(data.find((payment) => payment.is_default)?.payment.payment_intent);
}

describe('an invoice', () => {
  it('is due at a time that lies ahead', async () => {
    const { stripe } = emulated;
    const { customer } = payer;
    const order = { customer, currency: 'usd', collection_method: 'send_invoice' } as const;
    const nowSeconds = Math.floor(Date.now() / 1000);
    expect(await errorOf(stripe.invoices.create({ ...order, due_date: nowSeconds - 1 }))).toMatchObject({
      param: 'due_date',
    });
    const due_date = nowSeconds + 3_600;
    expect(await stripe.invoices.create({ ...order, due_date })).toMatchObject({ due_date });
  });

  it('is marked paid by the top-up that is attached to it, and its own intent ends', async () => {
    const { stripe } = emulated;
    const topUp = await confirmOffSession(stripe, await openIntent(stripe, payer), payer);
    const invoice = await openInvoice();
    const own = await ownIntentOf(invoice);
    const paid = await stripe.invoices.attachPayment(invoice, {
      payment_intent: topUp.id,
      expand: ['payments.data.payment.payment_intent'],
    });
    expect(paid).toMatchObject({ status: 'paid', amount_paid: 25_000, amount_remaining: 0 });
    expect(paid.payments?.data[0]?.payment.payment_intent).toMatchObject({ id: topUp.id });
    expect((await stripe.paymentIntents.retrieve(own)).status).toBe('canceled');
  });

  it('is collected by its own intent, which can succeed only once', async () => {
    const { stripe } = emulated;
    const invoice = await openInvoice();
    const own = await ownIntentOf(invoice);
    const paid = await stripe.invoices.pay(invoice, { payment_method: payer.card });
    expect(paid).toMatchObject({ status: 'paid', attempt_count: 1 });
    expect((await stripe.paymentIntents.retrieve(own)).status).toBe('succeeded');
    const again = await errorOf(stripe.invoices.pay(invoice, { payment_method: payer.card }));
    expect(again.code).toBe('invoice_already_paid');
  });

  it('stays open when the card declines, and says so by event', async () => {
    const { stripe, control } = emulated;
    await stripe.customers.update(payer.customer, {
      invoice_settings: { default_payment_method: payer.card },
    });
    await control(`POST /payment-methods/${payer.card}`, { declineWith: 'do_not_honor', times: 1 });
    const invoice = await openInvoice();
    const error = await cardErrorOf(stripe.invoices.pay(invoice));
    expect(error.decline_code).toBe('do_not_honor');
    expect(await stripe.invoices.retrieve(invoice)).toMatchObject({ status: 'open', attempt_count: 1 });
    expect((await stripe.events.list({ type: 'invoice.payment_failed' })).data).toHaveLength(1);
    expect(await stripe.invoices.pay(invoice)).toMatchObject({ status: 'paid', attempt_count: 2 });
  });

  it('that is voided can never be paid', async () => {
    const { stripe } = emulated;
    const invoice = await openInvoice();
    expect((await stripe.invoices.voidInvoice(invoice)).status).toBe('void');
    expect((await stripe.paymentIntents.retrieve(await ownIntentOf(invoice))).status).toBe('canceled');
    const error = await errorOf(stripe.invoices.pay(invoice, { payment_method: payer.card }));
    expect(error.code).toBe('status_transition_invalid');
  });

  it('can be sent, written off, and still be paid outside Stripe', async () => {
    const { stripe } = emulated;
    const invoice = await openInvoice();
    expect((await stripe.invoices.sendInvoice(invoice)).hosted_invoice_url).toContain(invoice);
    expect((await stripe.invoices.markUncollectible(invoice)).status).toBe('uncollectible');
    const paid = await stripe.invoices.pay(invoice, { paid_out_of_band: true });
    expect(paid).toMatchObject({ status: 'paid', amount_paid: 0, amount_paid_off_stripe: 25_000 });
  });

  it('takes in pending items and gives them up while it is a draft', async () => {
    const { stripe } = emulated;
    const { customer } = payer;
    const item = await stripe.invoiceItems.create({ customer, amount: 700, currency: 'usd' });
    const draft = await stripe.invoices.create({ customer, pending_invoice_items_behavior: 'include' });
    expect(draft).toMatchObject({ total: 700, lines: { data: [{ amount: 700 }] } });
    await stripe.invoiceItems.del(item.id);
    expect((await stripe.invoices.retrieve(draft.id)).total).toBe(0);
    expect((await stripe.invoices.finalizeInvoice(draft.id)).status).toBe('paid');
  });
});

describe('the hosted page of an invoice', () => {
  it('shows it, takes a card while it is open, and has it as a PDF', async () => {
    const { stripe } = emulated;
    const invoice = await openInvoice();
    const { hosted_invoice_url: url, invoice_pdf: pdf } = await stripe.invoices.retrieve(invoice);
    const pay = (card: string) => fetch(url ?? '', { method: 'POST', body: new URLSearchParams({ card }) });
    expect(await (await fetch(url ?? '')).text()).toContain('$250.00 left to pay');
    expect(await (await pay('pm_card_visa_chargeDeclined')).text()).toContain('was not accepted');
    expect(await (await pay('pm_card_visa')).text()).toContain('Status: paid, $0.00 left to pay');
    expect(await (await pay('pm_card_visa')).text()).toContain('Status: paid');
    expect(await stripe.invoices.retrieve(invoice)).toMatchObject({ status: 'paid', amount_paid: 25_000 });
    const file = await fetch(pdf ?? '');
    expect(file.headers.get('content-type')).toBe('application/pdf');
    expect(await file.text()).toMatch(/^%PDF-1\.4.*Leads: \$250\.00.*%%EOF\n$/s);
  });

  it('is not there for a draft', async () => {
    const { customer } = payer;
    const draft = await emulated.stripe.invoices.create({ customer, currency: 'usd' });
    const page = await fetch(`${emulated.url}/_emulator/pages/invoice/${draft.id}`);
    expect(page.status).toBe(404);
  });
});
