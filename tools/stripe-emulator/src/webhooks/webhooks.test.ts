import type Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmulatedStripe, startEmulatedStripe } from '../testing/emulated-stripe.ts';
import {
  type ReceivedWebhook,
  startWebhookReceiver,
  type WebhookReceiver,
} from '../testing/webhook-receiver.ts';

let emulated: EmulatedStripe;
let receiver: WebhookReceiver;
let endpoint: Stripe.WebhookEndpoint;

beforeEach(async () => {
  // A random source of 0.99 takes from the end, so shuffling reverses.
  emulated = await startEmulatedStripe({ random: () => 0.99 });
  receiver = await startWebhookReceiver();
  endpoint = await emulated.stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'] });
});

afterEach(async () => {
  await emulated.close();
  await receiver.close();
});

const types = () => receiver.received.map(({ event }) => event.type);
const names = () =>
  receiver.received.map(({ event }) => 'name' in event.data.object && event.data.object.name);

async function undelivered(): Promise<string[]> {
  const events = await emulated.stripe.events.list({ delivery_success: false });
  return events.data.map((event) => event.id);
}

describe('a webhook', () => {
  it('carries a signature that the client verifies', async () => {
    const { stripe } = emulated;
    const customer = await stripe.customers.create({ email: 'billing@acme.test' });
    const [webhook] = await receiver.until((received) => received.length === 1);
    const { payload = '', signature = '' } = webhook ?? {};
    const event = stripe.webhooks.constructEvent(payload, signature, endpoint.secret ?? '');
    expect(event).toMatchObject({
      type: 'customer.created',
      livemode: false,
      api_version: '2026-10-28.endive',
      data: { object: { id: customer.id } },
      request: { id: customer.lastResponse.requestId },
    });
    const forged = () => stripe.webhooks.constructEvent(payload, signature, 'whsec_other');
    expect(forged).toThrow('signature');
  });

  it('is repeated until the endpoint acknowledges it, and is pending until then', async () => {
    const { stripe, control } = emulated;
    receiver.answerWith(500);
    await stripe.customers.create();
    await receiver.until((received) => received.length === 3);
    expect(await undelivered()).toHaveLength(1);
    receiver.answerWith(200);
    await receiver.until((received) => received.length >= 4);
    await untilNothingWaits(control);
    expect(await undelivered()).toEqual([]);
    expect(new Set(receiver.received.map(({ event }) => event.id)).size).toBe(1);
  });

  it('goes only to endpoints that want its type and are enabled', async () => {
    const { stripe, control } = emulated;
    await stripe.webhookEndpoints.update(endpoint.id, { enabled_events: ['payment_intent.created'] });
    await stripe.customers.create();
    await stripe.paymentIntents.create({ amount: 5000, currency: 'usd' });
    await untilNothingWaits(control);
    await stripe.webhookEndpoints.update(endpoint.id, { disabled: true });
    await stripe.paymentIntents.create({ amount: 5000, currency: 'usd' });
    expect(await control('GET /webhooks')).toEqual({ mode: 'deliver', waiting: 0 });
    expect(types()).toEqual(['payment_intent.created']);
  });
});

describe('an event', () => {
  it('can be sent again, as the same event', async () => {
    const { stripe, control } = emulated;
    await stripe.customers.create();
    const [first] = await receiver.until((received) => received.length === 1);
    await control(`POST /events/${first?.event.id}/resend`, {});
    const [, again] = await receiver.until((received) => received.length === 2);
    expect(again?.event.id).toBe(first?.event.id);
    await untilNothingWaits(control);
    expect(await undelivered()).toEqual([]);
  });

  it('is listed for 30 days', async () => {
    const { stripe, control } = emulated;
    await stripe.customers.create();
    await control('POST /clock', { advanceSeconds: 31 * 86_400 });
    expect((await stripe.events.list()).data).toEqual([]);
  });
});

describe('a webhook endpoint', () => {
  it('shows its secret once and is gone when it is deleted', async () => {
    const { stripe } = emulated;
    expect(endpoint.secret).toMatch(/^whsec_/);
    expect(await stripe.webhookEndpoints.retrieve(endpoint.id)).not.toHaveProperty('secret');
    await stripe.webhookEndpoints.del(endpoint.id);
    expect((await stripe.webhookEndpoints.list()).data).toEqual([]);
  });
});

describe('webhook mode', () => {
  it('pause holds deliveries until it ends', async () => {
    const { stripe, control } = emulated;
    await control('POST /webhooks', { mode: 'pause' });
    await stripe.customers.create();
    expect(await control('GET /webhooks')).toEqual({ mode: 'pause', waiting: 1 });
    expect(receiver.received).toEqual([]);
    await control('POST /webhooks', { mode: 'deliver' });
    await receiver.until((received) => received.length === 1);
  });

  it('duplicate sends the same event twice', async () => {
    const { stripe, control } = emulated;
    await control('POST /webhooks', { mode: 'duplicate' });
    await stripe.customers.create();
    const received = await receiver.until((all) => all.length === 2);
    expect(received[0]?.event.id).toBe(received[1]?.event.id);
  });

  it('shuffle sends what came together in another order', async () => {
    const { stripe, control } = emulated;
    await control('POST /webhooks', { mode: 'pause' });
    for (const name of ['first', 'second', 'third']) await stripe.customers.create({ name });
    await control('POST /webhooks', { mode: 'shuffle' });
    await receiver.until((received) => received.length === 3);
    expect(names()).toEqual(['third', 'second', 'first']);
  });

  it('bad_signature sends what the client must refuse, and again rightly signed when the mode is over', async () => {
    const { stripe, control } = emulated;
    receiver.answerWith(400);
    await control('POST /webhooks', { mode: 'bad_signature' });
    const customer = await stripe.customers.create();
    const [forged] = await receiver.until((received) => received.length >= 1);
    const secret = endpoint.secret ?? '';
    const verify = (webhook?: ReceivedWebhook) =>
      stripe.webhooks.constructEvent(webhook?.payload ?? '', webhook?.signature ?? '', secret);
    expect(() => verify(forged)).toThrow('signature');

    receiver.answerWith(200);
    await control('POST /webhooks', { mode: 'deliver' });
    await untilNothingWaits(control);
    const good = receiver.received.at(-1);
    expect(verify(good).data.object).toMatchObject({ id: customer.id });

    const { data } = await control<{ data: object[] }>(`GET /deliveries?event=${good?.event.id}`);
    expect(data[0]).toEqual({
      event: good?.event.id,
      type: 'customer.created',
      endpoint: endpoint.id,
      signature: 'bad',
      status: 400,
    });
    expect(data.at(-1)).toMatchObject({ signature: 'good', status: 200 });
    expect(data).toHaveLength(receiver.received.length);
    expect(await control('GET /deliveries?type=charge.refunded')).toEqual({ data: [] });
  });

  it('drop loses events for good, and the list of events still tells of them', async () => {
    const { stripe, control } = emulated;
    await control('POST /webhooks', { mode: 'drop' });
    await stripe.customers.create({ name: 'lost' });
    await control('POST /webhooks', { mode: 'deliver' });
    await stripe.customers.create({ name: 'seen' });
    await receiver.until((received) => received.length === 1);
    await untilNothingWaits(control);
    expect(names()).toEqual(['seen']);
    expect(await undelivered()).toHaveLength(1);
  });
});

async function untilNothingWaits(control: EmulatedStripe['control']): Promise<void> {
  for (;;) {
    const { waiting } = await control<{ waiting: number }>('GET /webhooks');
    if (waiting === 0) return;
  }
}
