import Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmulatedStripe, startEmulatedStripe, stripeAt } from '../testing/emulated-stripe.ts';
import { confirmOffSession, errorOf, openIntent, savePayer } from '../testing/payer.ts';
import { parseForm } from './form.ts';

let emulated: EmulatedStripe;
beforeEach(async () => {
  emulated = await startEmulatedStripe();
});
afterEach(() => emulated.close());

const port = () => Number(new URL(emulated.url).port);

describe('form encoding', () => {
  it('nests fields and lists', () => {
    expect(parseForm('a=1&b[c]=2&b[d][e]=3&f[]=4&f[]=5&g[0][h]=6&g[1][h]=7')).toEqual({
      a: '1',
      b: { c: '2', d: { e: '3' } },
      f: ['4', '5'],
      g: [{ h: '6' }, { h: '7' }],
    });
  });

  it('cannot reach the prototype of an object', () => {
    parseForm('__proto__[polluted]=1&a[__proto__][polluted]=1&constructor[prototype][polluted]=1');
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('credentials', () => {
  it('must be a test key; a live key is refused in plain words', async () => {
    const unauthorized = await errorOf(stripeAt(port(), 'rubbish').customers.list());
    expect(unauthorized).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    const live = await errorOf(stripeAt(port(), 'sk_live_abc').customers.list());
    expect(live).toMatchObject({ statusCode: 401, message: expect.stringContaining('refuses live keys') });
    expect((await fetch(`${emulated.url}/v1/customers`)).status).toBe(401);
    const basic = Buffer.from('sk_test_x:').toString('base64');
    const headers = { authorization: `Basic ${basic}` };
    expect((await fetch(`${emulated.url}/v1/customers`, { headers })).status).toBe(200);
  });
});

describe('lists', () => {
  it('page by cursors in both directions, newest first', async () => {
    const { stripe } = emulated;
    const created: string[] = [];
    for (let index = 0; index < 5; index += 1) created.unshift((await stripe.customers.create()).id);
    const first = await stripe.customers.list({ limit: 2 });
    expect(first).toMatchObject({ has_more: true, url: '/v1/customers' });
    const next = await stripe.customers.list({ limit: 2, starting_after: String(created[1]) });
    const back = await stripe.customers.list({ limit: 2, ending_before: String(created[4]) });
    const ids = (list: { data: { id: string }[] }) => list.data.map((row) => row.id);
    expect([ids(first), ids(next), ids(back)]).toEqual([
      created.slice(0, 2),
      created.slice(2, 4),
      created.slice(2, 4),
    ]);
    const everything: string[] = [];
    for await (const customer of stripe.customers.list({ limit: 2 })) everything.push(customer.id);
    expect(everything).toEqual(created);
  });

  it('refuse a limit out of range and a cursor that is not there', async () => {
    const { stripe } = emulated;
    expect((await errorOf(stripe.customers.list({ limit: 101 }))).param).toBe('limit');
    expect((await errorOf(stripe.customers.list({ starting_after: 'cus_0' }))).code).toBe('resource_missing');
  });

  it('filter events by types and time', async () => {
    const { stripe, control } = emulated;
    const payer = await savePayer(stripe);
    await control('POST /clock', { advanceSeconds: 3600 });
    const { nowSeconds } = await control<{ nowSeconds: number }>('GET /clock');
    await confirmOffSession(stripe, await openIntent(stripe, payer), payer);
    const types = ['charge.succeeded', 'payment_intent.succeeded', 'customer.created'];
    const since = await stripe.events.list({ types, created: { gte: nowSeconds } });
    expect(since.data.map((event) => event.type)).toEqual(['payment_intent.succeeded', 'charge.succeeded']);
    expect((await stripe.events.list({ type: 'charge.*' })).data).toHaveLength(1);
    const [event] = since.data;
    expect(await stripe.events.retrieve(String(event?.id))).toMatchObject({
      type: 'payment_intent.succeeded',
    });
  });
});

describe('expansion', () => {
  it('works in lists and refuses what it cannot expand', async () => {
    const { stripe } = emulated;
    const payer = await savePayer(stripe);
    await confirmOffSession(stripe, await openIntent(stripe, payer), payer);
    const list = await stripe.paymentIntents.list({ expand: ['data.latest_charge', 'data.customer'] });
    expect(list.data[0]).toMatchObject({
      latest_charge: { object: 'charge', paid: true },
      customer: { id: payer.customer, name: 'Acme Solar' },
    });
    const error = await errorOf(stripe.customers.retrieve(payer.customer, { expand: ['nonsense'] }));
    expect(error).toMatchObject({ statusCode: 400, param: 'expand' });
  });
});

describe('an unknown address', () => {
  it('is a 404 in the shape of the API', async () => {
    const authorization = 'Bearer sk_test_x';
    for (const path of ['/v1/subscriptions', '/v1/customers/cus_0', '/elsewhere', '/_emulator/nothing']) {
      const response = await fetch(`${emulated.url}${path}`, { headers: { authorization } });
      expect(response.status).toBe(404);
      expect(await response.json()).toHaveProperty('error.message');
    }
  });
});

describe('reset', () => {
  it('forgets objects, requests and faults but keeps webhook endpoints unless it is told all', async () => {
    const { stripe, control } = emulated;
    await stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:1/', enabled_events: ['charge.failed'] });
    await stripe.customers.create({}, { idempotencyKey: 'k' });
    await control('POST /faults', { path: '/v1/none', mode: 'rate_limit' });
    await control('POST /reset');
    expect(await control('GET /requests')).toEqual({ data: [] });
    expect(await control('GET /faults')).toEqual({ data: [] });
    expect((await stripe.customers.list()).data).toEqual([]);
    expect((await stripe.webhookEndpoints.list()).data).toHaveLength(1);
    await stripe.customers.create({ name: 'other body' }, { idempotencyKey: 'k' });
    await control('POST /reset', { all: true });
    expect((await stripe.webhookEndpoints.list()).data).toEqual([]);
  });
});

describe('a customer', () => {
  it('can be changed and deleted', async () => {
    const { stripe } = emulated;
    const { customer, card } = await savePayer(stripe);
    await stripe.customers.update(customer, { email: 'pay@acme.test', metadata: { buyerId: 'buy_1' } });
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ email: 'pay@acme.test' });
    await stripe.customers.del(customer);
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ deleted: true });
    expect((await stripe.paymentMethods.retrieve(card)).customer).toBeNull();
  });
});
