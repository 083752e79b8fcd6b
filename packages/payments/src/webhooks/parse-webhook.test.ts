import { Stripe } from 'stripe';
import { describe, expect, it } from 'vitest';
import { createWebhookParser } from './parse-webhook.ts';

const secret = 'whsec_present';
const event = {
  id: 'evt_1',
  object: 'event',
  type: 'charge.refunded',
  livemode: false,
  created: 1_790_000_000,
  data: { object: { id: 'ch_1', object: 'charge', payment_intent: 'pi_1' } },
};
const body = (change: object = {}) => JSON.stringify({ ...event, ...change });

function sign(payload: string, { key = secret, secondsAgo = 0 } = {}): string {
  const timestamp = Math.floor(Date.now() / 1000) - secondsAgo;
  return Stripe.webhooks.generateTestHeaderString({ payload, secret: key, timestamp });
}

const parse = createWebhookParser([secret]);

describe('a webhook', () => {
  it('is the event and the payment it concerns', () => {
    expect(parse(Buffer.from(body()), sign(body()))).toEqual({
      outcome: 'event',
      event: {
        id: 'evt_1',
        type: 'charge.refunded',
        objectId: 'ch_1',
        paymentIntentId: 'pi_1',
        livemode: false,
        createdAt: new Date(1_790_000_000_000),
      },
    });
  });

  it('about a PaymentIntent concerns that one, and about a customer none', () => {
    const intent = body({ data: { object: { id: 'pi_2', object: 'payment_intent' } } });
    expect(parse(Buffer.from(intent), sign(intent))).toMatchObject({ event: { paymentIntentId: 'pi_2' } });
    const customer = body({ data: { object: { id: 'cus_1', object: 'customer' } } });
    expect(parse(Buffer.from(customer), sign(customer))).toMatchObject({
      event: { objectId: 'cus_1', paymentIntentId: null },
    });
  });

  it.each([
    ['signed by somebody else', body(), sign(body(), { key: 'whsec_other' })],
    ['changed by one byte', `${body()} `, sign(body())],
    ['older than five minutes', body(), sign(body(), { secondsAgo: 301 })],
    ['without a signature', body(), ''],
    ['that is no event', '{"hello":"world"}', sign('{"hello":"world"}')],
    ['that is no JSON', 'hello', sign('hello')],
  ])('%s is invalid', (_name, payload, signature) => {
    expect(parse(Buffer.from(payload), signature)).toMatchObject({ outcome: 'invalid' });
  });

  it('is valid under either secret while one replaces the other', () => {
    const rotating = createWebhookParser(['whsec_next', secret]);
    for (const key of ['whsec_next', secret])
      expect(rotating(Buffer.from(body()), sign(body(), { key }))).toMatchObject({ outcome: 'event' });
  });

  it('is invalid while no secret is configured', () => {
    expect(createWebhookParser([])(Buffer.from(body()), sign(body()))).toEqual({
      outcome: 'invalid',
      detail: 'no webhook secret is configured',
    });
  });
});
