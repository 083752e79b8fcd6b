import Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmulatedStripe, startEmulatedStripe } from '../testing/emulated-stripe.ts';
import { cardErrorOf, confirmOffSession, errorOf, openIntent, savePayer } from '../testing/payer.ts';

const TOP_UP = { amount: 25_000, currency: 'usd' };

let emulated: EmulatedStripe;
beforeEach(async () => {
  emulated = await startEmulatedStripe();
});
afterEach(() => emulated.close());

describe('an idempotency key', () => {
  it('replays the first answer to the same request', async () => {
    const { stripe, control } = emulated;
    const first = await stripe.paymentIntents.create(TOP_UP, { idempotencyKey: 'chg:1:create' });
    const second = await stripe.paymentIntents.create(TOP_UP, { idempotencyKey: 'chg:1:create' });
    expect(second.id).toBe(first.id);
    expect(second.lastResponse.headers).toMatchObject({
      'idempotent-replayed': 'true',
      'original-request': first.lastResponse.requestId,
    });
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
    const { data } = await control<{ data: object[] }>('GET /requests?path=payment_intents');
    const request = {
      method: 'POST',
      path: '/v1/payment_intents',
      idempotencyKey: 'chg:1:create',
      status: 200,
    };
    expect(data.slice(0, 2)).toEqual([
      { ...request, replayed: false },
      { ...request, replayed: true },
    ]);
  });

  it('refuses another body', async () => {
    const { stripe } = emulated;
    await stripe.paymentIntents.create(TOP_UP, { idempotencyKey: 'k' });
    const error = await errorOf(
      stripe.paymentIntents.create({ ...TOP_UP, amount: 1 }, { idempotencyKey: 'k' }),
    );
    expect(error).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  });

  it('refuses a second request while the first is under way', async () => {
    const { stripe, control, url } = emulated;
    await control('POST /faults', { path: '/v1/payment_intents', mode: 'delay', delayMs: 600_000 });
    const abandon = new AbortController();
    const slow = fetch(`${url}/v1/payment_intents`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_x', 'idempotency-key': 'k' },
      body: 'amount=25000&currency=usd',
      signal: abandon.signal,
    });
    slow.catch(() => undefined);
    await untilLogged(emulated, 1);
    const response = await fetch(`${url}/v1/payment_intents`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_x', 'idempotency-key': 'k' },
      body: 'amount=25000&currency=usd',
    });
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ error: { code: 'idempotency_key_in_use' } });
    // The effect is there at once; only the answer is late.
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
    abandon.abort();
  });

  it('makes one intent of twenty requests at once', async () => {
    const { stripe } = emulated;
    const attempts = Array.from({ length: 20 }, () =>
      stripe.paymentIntents.create(TOP_UP, { idempotencyKey: 'k' }).then(
        (intent) => intent.id,
        (error: unknown) => error instanceof Stripe.errors.StripeError && error.code,
      ),
    );
    const outcomes = new Set(await Promise.all(attempts));
    const [intent] = (await stripe.paymentIntents.list()).data;
    outcomes.delete('idempotency_key_in_use');
    expect([...outcomes]).toEqual([intent?.id]);
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  it('does not keep a request that failed validation', async () => {
    const { stripe } = emulated;
    await errorOf(stripe.paymentIntents.create({ ...TOP_UP, amount: 10 }, { idempotencyKey: 'k' }));
    const created = await stripe.paymentIntents.create(TOP_UP, { idempotencyKey: 'k' });
    expect(created.amount).toBe(25_000);
  });

  it('replays a stale decline after the card was mended', async () => {
    const { stripe, control } = emulated;
    const payer = await savePayer(stripe, 'pm_card_chargeCustomerFail');
    const intent = await openIntent(stripe, payer);
    await cardErrorOf(confirmOffSession(stripe, intent, { ...payer, key: 'attempt-1' }));
    await control(`POST /payment-methods/${payer.card}`, { declineWith: null });
    const stale = await cardErrorOf(confirmOffSession(stripe, intent, { ...payer, key: 'attempt-1' }));
    expect(stale.headers).toMatchObject({ 'idempotent-replayed': 'true' });
    expect((await confirmOffSession(stripe, intent, { ...payer, key: 'attempt-2' })).status).toBe(
      'succeeded',
    );
  });

  it('replays the refusal of a state conflict', async () => {
    const { stripe } = emulated;
    const payer = await savePayer(stripe);
    const intent = await openIntent(stripe, payer);
    await confirmOffSession(stripe, intent, payer);
    await errorOf(confirmOffSession(stripe, intent, { ...payer, key: 'late' }));
    const again = await errorOf(confirmOffSession(stripe, intent, { ...payer, key: 'late' }));
    expect(again.headers).toMatchObject({ 'idempotent-replayed': 'true' });
  });

  it('is a new request after 24 hours', async () => {
    const { stripe, control } = emulated;
    const first = await stripe.paymentIntents.create(TOP_UP, { idempotencyKey: 'k' });
    await control('POST /clock', { advanceSeconds: 86_400 });
    const second = await stripe.paymentIntents.create(TOP_UP, { idempotencyKey: 'k' });
    expect(second.id).not.toBe(first.id);
    expect(second.created - first.created).toBeGreaterThanOrEqual(86_400);
  });
});

async function untilLogged({ control }: EmulatedStripe, count: number): Promise<void> {
  for (;;) {
    const { data } = await control<{ data: object[] }>('GET /requests?path=payment_intents');
    if (data.length >= count) return;
  }
}
