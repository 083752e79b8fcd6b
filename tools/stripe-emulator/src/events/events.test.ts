import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmulatedStripe, startEmulatedStripe } from '../testing/emulated-stripe.ts';
import { confirmOffSession, errorOf, openIntent, savePayer } from '../testing/payer.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../testing/webhook-receiver.ts';

let emulated: EmulatedStripe;
let receiver: WebhookReceiver;
beforeEach(async () => {
  emulated = await startEmulatedStripe();
  receiver = await startWebhookReceiver();
});
afterEach(async () => {
  await emulated.close();
  await receiver.close();
});

async function pay(): Promise<string> {
  const { stripe } = emulated;
  const payer = await savePayer(stripe);
  return (await confirmOffSession(stripe, await openIntent(stripe, payer), payer)).id;
}

describe('the list of events', () => {
  it('is asked for several types at once, at most twenty', async () => {
    const { stripe } = emulated;
    await pay();
    const { data } = await stripe.events.list({ types: ['payment_intent.succeeded', 'charge.succeeded'] });
    expect(data.map((event) => event.type)).toEqual(['payment_intent.succeeded', 'charge.succeeded']);
    const many = Array.from({ length: 21 }, (_, index) => `made_up.${index}`);
    expect(await errorOf(stripe.events.list({ types: many }))).toMatchObject({ param: 'types' });
  });

  it('is asked for what happened since a moment', async () => {
    const { stripe, control } = emulated;
    await pay();
    const { nowSeconds } = await control<{ nowSeconds: number }>('POST /clock', { advanceSeconds: 3600 });
    const second = await pay();
    const { data } = await stripe.events.list({
      type: 'payment_intent.succeeded',
      created: { gte: nowSeconds },
    });
    expect(data.map(({ data: { object } }) => 'id' in object && object.id)).toEqual([second]);
  });

  it('tells what was never delivered', async () => {
    const { stripe, control } = emulated;
    await stripe.webhookEndpoints.create({
      url: receiver.url,
      enabled_events: ['payment_intent.succeeded'],
    });
    await control('POST /webhooks', { mode: 'drop' });
    const lost = await pay();
    await control('POST /webhooks', { mode: 'deliver' });
    await pay();
    await receiver.until((received) => received.length === 1);
    const { data } = await stripe.events.list({ type: 'payment_intent.succeeded', delivery_success: false });
    const objects = data.map(({ data: { object } }) => 'id' in object && object.id);
    expect(objects).toContain(lost);
  });

  it('holds each object as it was then', async () => {
    const { stripe } = emulated;
    const id = await pay();
    await stripe.paymentIntents.update(id, { description: 'Later' });
    const { data } = await stripe.events.list({ type: 'payment_intent.succeeded' });
    expect(data[0]?.data.object).toMatchObject({ id, description: null });
    expect(await stripe.events.retrieve(data[0]?.id ?? '')).toMatchObject({ id: data[0]?.id });
  });
});
