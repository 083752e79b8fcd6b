import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmulatedStripe, startEmulatedStripe } from '../testing/emulated-stripe.ts';
import { errorOf, type Payer, savePayer } from '../testing/payer.ts';

let emulated: EmulatedStripe;
let payer: Payer;
beforeEach(async () => {
  emulated = await startEmulatedStripe();
  payer = await savePayer(emulated.stripe);
});
afterEach(() => emulated.close());

async function openInvoice(): Promise<string> {
  const { stripe } = emulated;
  const { customer } = payer;
  const { id } = await stripe.invoices.create({ customer, currency: 'usd' });
  await stripe.invoiceItems.create({ customer, invoice: id, amount: 25_000, currency: 'usd' });
  return (await stripe.invoices.finalizeInvoice(id)).id;
}

describe('a credit note', () => {
  it('lowers what is due of an open invoice, which is then paid with the rest', async () => {
    const { stripe } = emulated;
    const invoice = await openInvoice();
    const note = await stripe.creditNotes.create({ invoice, amount: 5_000, reason: 'order_change' });
    expect(note).toMatchObject({ type: 'pre_payment', pre_payment_amount: 5_000, status: 'issued' });
    const paid = await stripe.invoices.pay(invoice, { payment_method: payer.card });
    expect(paid).toMatchObject({
      status: 'paid',
      amount_paid: 20_000,
      pre_payment_credit_notes_amount: 5_000,
    });
  });

  it('over all that is due leaves nothing to pay', async () => {
    const { stripe } = emulated;
    const invoice = await openInvoice();
    await stripe.creditNotes.create({ invoice, amount: 25_000 });
    expect(await stripe.invoices.retrieve(invoice)).toMatchObject({ status: 'paid', amount_paid: 0 });
  });

  it('of a paid invoice gives the money back to the card', async () => {
    const { stripe } = emulated;
    const invoice = await openInvoice();
    await stripe.invoices.pay(invoice, { payment_method: payer.card });
    const note = await stripe.creditNotes.create({ invoice, amount: 5_000, refund_amount: 5_000 });
    expect(note.type).toBe('post_payment');
    const refund = await stripe.refunds.retrieve(String(note.refunds[0]?.refund));
    expect(refund).toMatchObject({ amount: 5_000, status: 'succeeded' });
    expect((await stripe.creditNotes.list({ invoice })).data).toHaveLength(1);
    expect((await stripe.events.list({ type: 'credit_note.created' })).data).toHaveLength(1);
  });

  it('is refused beyond what is left, and where nobody says how the money goes back', async () => {
    const { stripe } = emulated;
    const invoice = await openInvoice();
    expect(await errorOf(stripe.creditNotes.create({ invoice, amount: 25_001 }))).toMatchObject({
      param: 'amount',
    });
    await stripe.invoices.pay(invoice, { payment_method: payer.card });
    expect(await errorOf(stripe.creditNotes.create({ invoice, amount: 5_000 }))).toMatchObject({
      param: 'refund_amount',
    });
  });

  it('names the refund by which the money has gone back, and no more than that', async () => {
    const { stripe } = emulated;
    const invoice = await openInvoice();
    await stripe.invoices.pay(invoice, { payment_method: payer.card });
    const { data } = await stripe.invoicePayments.list({ invoice, status: 'paid' });
    const { id: refund } = await stripe.refunds.create({
      payment_intent: String(data[0]?.payment.payment_intent),
      amount: 5_000,
    });
    const note = await stripe.creditNotes.create({
      invoice,
      amount: 5_000,
      refunds: [{ refund, amount_refunded: 5_000, type: 'refund' }],
    });
    expect(note.refunds).toMatchObject([{ refund, amount_refunded: 5_000 }]);
    expect((await stripe.refunds.list()).data).toHaveLength(1);
    const again = stripe.creditNotes.create({
      invoice,
      amount: 5_000,
      refunds: [{ refund, type: 'refund' }],
    });
    expect(await errorOf(again)).toMatchObject({ param: 'refunds' });
  });
});
