import Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmulatedStripe, startEmulatedStripe } from '../testing/emulated-stripe.ts';
import { confirmOffSession, errorOf, openIntent, savePayer } from '../testing/payer.ts';

const TOP_UP = { amount: 25_000, currency: 'usd' };
const INTENTS = '/v1/payment_intents';

let emulated: EmulatedStripe;
beforeEach(async () => {
  emulated = await startEmulatedStripe();
});
afterEach(() => emulated.close());

describe('drop_after', () => {
  it('loses the answer but not the effect: the same key finds the one intent', async () => {
    const { stripe, control } = emulated;
    // The client itself repeats a closed connection once, so its repeat is cut too.
    await control('POST /faults', { path: INTENTS, method: 'POST', mode: 'drop_after', times: 2 });
    const lost = await errorOf(stripe.paymentIntents.create(TOP_UP, { idempotencyKey: 'k' }));
    expect(lost).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    const found = await stripe.paymentIntents.create(TOP_UP, { idempotencyKey: 'k' });
    expect(found.lastResponse.headers).toMatchObject({ 'idempotent-replayed': 'true' });
    expect((await stripe.paymentIntents.list()).data.map((intent) => intent.id)).toEqual([found.id]);
    const { data } = await control<{ data: { status: number | null }[] }>(
      'GET /requests?path=payment_intents',
    );
    expect(data.slice(0, 3).map((request) => request.status)).toEqual([null, null, 200]);
  });
});

describe('drop_before', () => {
  it('executes nothing', async () => {
    const { stripe, control } = emulated;
    await control('POST /faults', { path: INTENTS, method: 'POST', mode: 'drop_before', times: 2 });
    const lost = await errorOf(stripe.paymentIntents.create(TOP_UP, { idempotencyKey: 'k' }));
    expect(lost).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    expect((await stripe.paymentIntents.list()).data).toEqual([]);
  });
});

describe('http_500', () => {
  it('is stored under the key for ever, without effect; another key goes through', async () => {
    const { stripe, control } = emulated;
    const payer = await savePayer(stripe);
    const intent = await openIntent(stripe, payer);
    await control('POST /faults', { path: '/confirm', mode: 'http_500', times: 1 });
    const broken = await errorOf(confirmOffSession(stripe, intent, { ...payer, key: 'k1' }));
    expect(broken).toMatchObject({ statusCode: 500, type: 'StripeAPIError' });
    const replayed = await errorOf(confirmOffSession(stripe, intent, { ...payer, key: 'k1' }));
    expect(replayed).toMatchObject({ statusCode: 500, headers: { 'idempotent-replayed': 'true' } });
    expect((await stripe.charges.list({ payment_intent: intent })).data).toEqual([]);
    expect((await confirmOffSession(stripe, intent, { ...payer, key: 'k2' })).status).toBe('succeeded');
  });
});

describe('http_502', () => {
  it('is an answer that is not Stripe’s, which the client takes for a success, and nothing happens', async () => {
    const { stripe, control } = emulated;
    await control('POST /faults', { path: INTENTS, method: 'POST', mode: 'http_502' });
    const answer = await stripe.paymentIntents.create(TOP_UP, { idempotencyKey: 'k' });
    expect(answer).toMatchObject({ message: 'bad gateway' });
    expect((await stripe.paymentIntents.list()).data).toEqual([]);
  });
});

describe('rate_limit', () => {
  it('answers 429 and is not stored', async () => {
    const { stripe, control } = emulated;
    await control('POST /faults', { path: INTENTS, mode: 'rate_limit' });
    const limited = await errorOf(stripe.paymentIntents.create(TOP_UP, { idempotencyKey: 'k' }));
    expect(limited).toBeInstanceOf(Stripe.errors.StripeRateLimitError);
    await stripe.paymentIntents.create(TOP_UP, { idempotencyKey: 'k' });
  });
});

describe.each([
  { mode: 'unauthorized', error: Stripe.errors.StripeAuthenticationError },
  { mode: 'forbidden', error: Stripe.errors.StripePermissionError },
])('$mode', ({ mode, error }) => {
  it('refuses whoever asks, executes nothing and stores nothing', async () => {
    const { stripe, control } = emulated;
    await control('POST /faults', { path: INTENTS, method: 'POST', mode });
    const refused = await errorOf(stripe.paymentIntents.create(TOP_UP, { idempotencyKey: 'k' }));
    expect(refused).toBeInstanceOf(error);
    const made = await stripe.paymentIntents.create(TOP_UP, { idempotencyKey: 'k' });
    expect(made.lastResponse.headers).not.toHaveProperty('idempotent-replayed');
  });
});

describe('delay', () => {
  it('answers late with the effect done', async () => {
    const { stripe, control } = emulated;
    await control('POST /faults', { path: INTENTS, mode: 'delay', delayMs: 30 });
    const startedAt = performance.now();
    await stripe.paymentIntents.create(TOP_UP);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(29);
  });
});

describe('the list of faults', () => {
  it('shows what is left and can be cleared', async () => {
    const { stripe, control } = emulated;
    await control('POST /faults', { path: 'customers', mode: 'rate_limit', times: 3 });
    await errorOf(stripe.customers.list());
    const left = { path: 'customers', mode: 'rate_limit', times: 2, delayMs: 0 };
    expect(await control('GET /faults')).toEqual({ data: [left] });
    await control('DELETE /faults');
    expect((await stripe.customers.list()).data).toEqual([]);
  });

  it.each([
    { body: { mode: 'drop_after' }, says: 'path' },
    { body: { path: '/v1', mode: 'explode' }, says: 'mode' },
    { body: { path: '/v1', mode: 'delay' }, says: 'delayMs' },
    { body: { path: '/v1', mode: 'drop_after', times: 0 }, says: 'times' },
    { body: { path: '/v1', mode: 'drop_after', tims: 1 }, says: 'tims' },
  ])('refuses $body and names $says', async ({ body, says }) => {
    await expect(emulated.control('POST /faults', body)).rejects.toThrow(new RegExp(`400.*${says}`));
  });
});
