import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmulatedStripe, startEmulatedStripe } from '../testing/emulated-stripe.ts';
import { confirmOffSession, errorOf, openIntent, savePayer } from '../testing/payer.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../testing/webhook-receiver.ts';

let emulated: EmulatedStripe;
let receiver: WebhookReceiver;
beforeEach(async () => {
  emulated = await startEmulatedStripe();
  receiver = await startWebhookReceiver();
  await emulated.stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'] });
});
afterEach(async () => {
  await emulated.close();
  await receiver.close();
});

async function pay(testCard = 'pm_card_visa') {
  const { stripe } = emulated;
  const payer = await savePayer(stripe, testCard);
  const intent = await confirmOffSession(stripe, await openIntent(stripe, payer), payer);
  return { intent: intent.id, charge: String(intent.latest_charge) };
}

const received = (type: string) => receiver.until((all) => all.some(({ event }) => event.type === type));

async function netBalance(): Promise<number> {
  const transactions = await emulated.stripe.balanceTransactions.list({ limit: 100 });
  return transactions.data.reduce((sum, transaction) => sum + transaction.net, 0);
}

describe('a refund', () => {
  it('gives back parts up to the whole, and no more', async () => {
    const { stripe } = emulated;
    const { intent, charge } = await pay();
    const part = await stripe.refunds.create({ payment_intent: intent, amount: 10_000 });
    expect(part).toMatchObject({ status: 'succeeded', amount: 10_000, charge });
    const tooMuch = await errorOf(stripe.refunds.create({ payment_intent: intent, amount: 15_001 }));
    expect(tooMuch).toMatchObject({ statusCode: 400, param: 'amount' });
    await stripe.refunds.create({ charge });
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ refunded: true, amount_refunded: 25_000 });
    const again = await errorOf(stripe.refunds.create({ charge }));
    expect(again.code).toBe('charge_already_refunded');
    expect(await netBalance()).toBe(-755);
    expect((await stripe.refunds.list({ charge })).data).toHaveLength(2);
  });

  it('fails later on a card that does so, and the balance has the money again', async () => {
    const { stripe } = emulated;
    const { charge } = await pay('pm_card_refundFail');
    const refund = await stripe.refunds.create({ charge });
    expect(refund.status).toBe('succeeded');
    await received('refund.failed');
    expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
    });
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ refunded: false, amount_refunded: 0 });
    expect(await netBalance()).toBe(24_245);
  });

  it('succeeds later on a card that takes its time', async () => {
    const { stripe } = emulated;
    const { charge } = await pay('pm_card_pendingRefund');
    const refund = await stripe.refunds.create({ charge });
    expect(refund.status).toBe('pending');
    await received('refund.updated');
    expect((await stripe.refunds.retrieve(refund.id)).status).toBe('succeeded');
  });

  it('fails when it is ordered to', async () => {
    const { stripe, control } = emulated;
    const { charge } = await pay();
    const refund = await stripe.refunds.create({ charge, amount: 100 });
    const order = { status: 'failed', failureReason: 'lost_or_stolen_card' };
    await control(`POST /refunds/${refund.id}/settle`, order);
    expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({
      status: 'failed',
      failure_reason: 'lost_or_stolen_card',
    });
  });

  it('is refused for a payment that never succeeded', async () => {
    const { stripe } = emulated;
    const intent = await openIntent(stripe, await savePayer(stripe));
    const error = await errorOf(stripe.refunds.create({ payment_intent: intent }));
    expect(error.code).toBe('payment_intent_unexpected_state');
  });
});

describe('a dispute', () => {
  it('takes the money at once and forbids a refund; lost leaves it so', async () => {
    const { stripe, control } = emulated;
    const { charge, intent } = await pay();
    const { id } = await control<{ id: string }>(`POST /charges/${charge}/dispute`, { reason: 'duplicate' });
    expect(await stripe.disputes.retrieve(id)).toMatchObject({
      status: 'needs_response',
      reason: 'duplicate',
      payment_intent: intent,
      balance_transactions: [{ amount: -25_000, fee: 1500, net: -26_500 }],
    });
    expect((await errorOf(stripe.refunds.create({ charge }))).code).toBe('charge_disputed');
    await control(`POST /disputes/${id}/close`, { status: 'lost' });
    expect((await stripe.disputes.list({ charge })).data[0]?.status).toBe('lost');
    expect(await netBalance()).toBe(24_245 - 26_500);
    await received('charge.dispute.closed');
    await expect(control(`POST /disputes/${id}/close`, { status: 'won' })).rejects.toThrow('already closed');
  });

  it('gives the money back when it is won', async () => {
    const { control } = emulated;
    const { charge } = await pay();
    const { id } = await control<{ id: string }>(`POST /charges/${charge}/dispute`);
    await control(`POST /disputes/${id}/close`, { status: 'won' });
    await received('charge.dispute.funds_reinstated');
    expect(await netBalance()).toBe(24_245 - 1500);
  });

  it('comes by itself with the cards that stand for it', async () => {
    const { stripe } = emulated;
    const { charge } = await pay('pm_card_createDisputeProductNotReceived');
    expect((await stripe.disputes.list({ charge })).data[0]?.reason).toBe('product_not_received');
    expect((await stripe.charges.retrieve(charge)).disputed).toBe(true);
  });
});

describe('an early fraud warning', () => {
  it('is actionable until the charge is refunded', async () => {
    const { stripe, control } = emulated;
    const { charge } = await pay();
    await control(`POST /charges/${charge}/early-fraud-warning`);
    const list = () => stripe.radar.earlyFraudWarnings.list({ charge });
    expect((await list()).data[0]?.actionable).toBe(true);
    await stripe.refunds.create({ charge });
    expect((await list()).data[0]?.actionable).toBe(false);
    await received('radar.early_fraud_warning.updated');
  });
});
