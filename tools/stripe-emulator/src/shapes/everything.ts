import type Stripe from 'stripe';
import type { EmulatedStripe } from '../testing/emulated-stripe.ts';
import { confirmOffSession, openIntent, type Payer, savePayer } from '../testing/payer.ts';

/** Lets every kind of object come into being, in every state that the product meets. */
export async function doEverything({ stripe, control }: EmulatedStripe): Promise<void> {
  await stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:9/webhooks', enabled_events: ['*'] });
  const payer = await savePayer(stripe);
  await saveCards({ stripe, control }, payer);
  await declineCharges({ stripe, control }, payer);
  await askThePayer({ stripe, control });
  await giveMoneyBack({ stripe, control }, payer);
  await invoice(stripe, payer);
}

type Emulated = Pick<EmulatedStripe, 'stripe' | 'control'>;

async function paid(stripe: Stripe, payer: Payer): Promise<Stripe.PaymentIntent> {
  return confirmOffSession(stripe, await openIntent(stripe, payer), payer);
}

async function saveCards({ stripe, control }: Emulated, { customer, card }: Payer): Promise<void> {
  await stripe.customers.update(customer, {
    address: { line1: 'Main Street 1', city: 'Austin', country: 'US' },
    invoice_settings: { default_payment_method: card },
  });
  await stripe.paymentMethods.update(card, { card: { exp_year: 2040 }, metadata: { of: 'Acme' } });
  await control(`POST /cards/${card}/auto-update`, { last4: '1881' });
  await stripe.setupIntents.create({ customer, payment_method: 'pm_card_visa', confirm: true });
  const asking = await stripe.setupIntents.create({
    customer,
    payment_method: 'pm_card_authenticationRequiredOnSetup',
    confirm: true,
  });
  await control(`POST /setup-intents/${asking.id}/authenticate`, { outcome: 'failure' });
  await stripe.setupIntents.cancel(asking.id);
  await enterCardOnPage(stripe, customer);
  const another = await stripe.paymentMethods.attach('pm_card_amex', { customer });
  await stripe.paymentMethods.detach(another.id);
}

async function enterCardOnPage(stripe: Stripe, customer: string): Promise<void> {
  const open = () =>
    stripe.checkout.sessions.create({
      mode: 'setup',
      customer,
      allowed_payment_method_types: ['card'],
      success_url: 'http://localhost:4000/back',
      metadata: { of: 'Acme' },
    });
  const { url } = await open();
  const body = new URLSearchParams({ card: 'pm_card_visa' });
  await fetch(url ?? '', { method: 'POST', body, redirect: 'manual' });
  await stripe.checkout.sessions.expire((await open()).id);
  await open();
}

async function declineCharges({ stripe, control }: Emulated, payer: Payer): Promise<void> {
  const intent = await openIntent(stripe, payer);
  for (const declineWith of [
    'insufficient_funds',
    'expired_card',
    'rule',
    'card_decline_rate_limit_exceeded',
  ]) {
    await control('POST /payment-methods/next', { declineWith });
    await stripe.paymentIntents
      .confirm(intent, {
        payment_method: payer.card,
        off_session: true,
        payment_method_options: { card: { stored_credential_usage: 'unscheduled' } },
      })
      .catch(() => undefined);
  }
  await stripe.paymentIntents.cancel(intent, { cancellation_reason: 'abandoned' });
}

async function askThePayer({ stripe, control }: Emulated): Promise<void> {
  const payer = await savePayer(stripe, 'pm_card_authenticationRequired');
  for (const [return_url, outcome] of [
    ['http://localhost:4000/pay', 'failure'],
    [undefined, 'success'],
  ] as const) {
    const intent = await openIntent(stripe, payer);
    await stripe.paymentIntents.confirm(intent, {
      payment_method: payer.card,
      ...(return_url === undefined ? {} : { return_url }),
    });
    await control(`POST /payment-intents/${intent}/authenticate`, { outcome });
  }
}

async function giveMoneyBack({ stripe, control }: Emulated, payer: Payer): Promise<void> {
  for (const card of [
    'pm_card_createDispute',
    'pm_card_createDisputeInquiry',
    'pm_card_createIssuerFraudRecord',
  ])
    await paid(stripe, await savePayer(stripe, card));
  for (const dispute of (await stripe.disputes.list()).data)
    await control(`POST /disputes/${dispute.id}/close`, { status: 'won' });
  const refunded = await paid(stripe, payer);
  await stripe.refunds.create({
    payment_intent: refunded.id,
    amount: 1_000,
    reason: 'requested_by_customer',
  });
  const pending = await paid(stripe, await savePayer(stripe, 'pm_card_pendingRefund'));
  const refund = await stripe.refunds.create({ payment_intent: pending.id });
  await control(`POST /refunds/${refund.id}/settle`, { status: 'failed' });
  await control(`POST /payment-methods/${payer.card}`, { processing: true });
  const processing = await paid(stripe, payer);
  await control(`POST /payment-intents/${processing.id}/settle`, {});
  await control(`POST /payment-methods/${payer.card}`, { processing: false });
}

async function invoice(stripe: Stripe, { customer, card }: Payer): Promise<void> {
  const draft = async (amount = 20_000) => {
    const terms = { collection_method: 'send_invoice', days_until_due: 30 } as const;
    const { id } = await stripe.invoices.create({ customer, currency: 'usd', ...terms });
    await stripe.invoiceItems.create({ customer, invoice: id, amount, currency: 'usd' });
    return (await stripe.invoices.finalizeInvoice(id)).id;
  };
  const settled = await draft();
  await stripe.invoices.pay(settled, { payment_method: card });
  await stripe.creditNotes.create({ invoice: settled, amount: 500, refund_amount: 500 });
  await stripe.creditNotes.create({ invoice: await draft(), amount: 500 });
  const attached = await confirmOffSession(stripe, await openIntent(stripe, { customer, card }), {
    customer,
    card,
  });
  const receipt = await draft(attached.amount);
  await stripe.invoices.attachPayment(receipt, { payment_intent: attached.id });
  const { id: refund } = await stripe.refunds.create({ payment_intent: attached.id, amount: 700 });
  await stripe.creditNotes.create({ invoice: receipt, amount: 700, refunds: [{ refund, type: 'refund' }] });
  await stripe.invoices.voidInvoice(await draft());
  await stripe.invoices.markUncollectible(await draft());
}
