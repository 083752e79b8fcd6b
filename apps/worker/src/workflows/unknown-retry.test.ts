import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CollectionsBench, NEVER, ONCE, openCollectionsBench } from '../testing/collections-bench.ts';
import { openStripeProxy, type StripeProxy } from '../testing/stripe-proxy.ts';

let bench: CollectionsBench;
let proxy: StripeProxy;

beforeAll(async () => {
  bench = await openCollectionsBench({
    webhooks: true,
    stripeProxy: async (emulatorUrl) => {
      proxy = await openStripeProxy(emulatorUrl);
      return proxy;
    },
  });
});

afterEach(async () => {
  proxy.processing = false;
  await bench.calm();
});

afterAll(() => bench?.close());

/** A declined charge whose card has money again. */
async function solvent() {
  const failed = await bench.declined('insufficient_funds');
  await bench.waiting(failed.topUp.chargeId);
  await bench.stripe.cardAnswers(failed.card.stripePaymentMethodId, null);
  return failed;
}

const fault = (mode: 'drop_after' | 'drop_before' | 'http_500', times: number) =>
  bench.stripe.fault({ path: '/confirm', method: 'POST', mode, times });

describe('a retry whose outcome is unknown', () => {
  it.each([
    ['drop_after', 2],
    ['drop_before', 2],
  ] as const)('is asked again under the same key (%s)', async (mode, times) => {
    const { topUp } = await solvent();
    await fault(mode, times);

    expect(await bench.retries.retryNow(topUp.chargeId)).toEqual({ outcome: 'paid' });

    await bench.observe.ended(topUp.id);
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    expect(await bench.confirmKeys(topUp)).toEqual([':1', ':2']);
  });

  it('gets a new key only after Stripe has shown that nothing was charged, and is no decline', async () => {
    const { topUp } = await solvent();
    await fault('http_500', 1);
    const asked = bench.retries.retryNow(topUp.chargeId);

    await hurryUntilEnded(topUp.chargeId);

    expect(await asked).toEqual({ outcome: 'paid' });
    const { attempts } = await bench.observe.ended(topUp.id);
    expect(attempts).toMatchObject([{ outcome: 'declined' }, { outcome: 'succeeded' }]);
    expect(await bench.confirmKeys(topUp)).toEqual([':1', ':2', ':2:1']);
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });

  it('can be stopped while nobody knows, and then is never charged', async () => {
    const { topUp } = await solvent();
    await fault('http_500', 1);
    const asked = bench.retries.retryNow(topUp.chargeId).catch((error: Error) => error);
    await bench.until(topUp.chargeId, 'unknown');

    expect(await bench.retries.stop(topUp.chargeId)).toEqual({ closed: true });

    expect(await asked).toMatchObject({ outcome: 'waiting' });
    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'canceled' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(NEVER);
  });

  it('refuses to be stopped while Stripe is processing it, and is credited', async () => {
    const { topUp } = await solvent();
    proxy.processing = true;
    const asked = bench.retries.retryNow(topUp.chargeId);
    await bench.until(topUp.chargeId, 'processing');

    expect(await bench.retries.stop(topUp.chargeId)).toEqual({
      closed: false,
      because: 'Stripe is still processing the payment. It ends with what Stripe decides.',
    });
    expect(await bench.topUps.cancel(topUp.id)).toMatchObject({ canceled: false });

    proxy.processing = false;
    await bench.retries.paymentChanged(topUp.chargeId);
    expect(await asked).toEqual({ outcome: 'paid' });
    await bench.observe.ended(topUp.id);
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });
});

describe('news of a retry', () => {
  it('may come before the answer, and many times', async () => {
    await bench.stripe.webhooks('duplicate');
    const { topUp } = await solvent();
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode: 'delay', times: 1, delayMs: 2500 });

    expect(await bench.retries.retryNow(topUp.chargeId)).toEqual({ outcome: 'paid' });
    await bench.observe.ended(topUp.id);
    for (let times = 0; times < 5; times++)
      await bench.ledger.webhookInbox.receive({
        id: `evt_${topUp.id}_${times}`,
        type: 'payment_intent.succeeded',
        objectId: topUp.paymentIntentId,
        paymentIntentId: (await bench.observe.row(topUp.id)).paymentIntentId,
        livemode: false,
        createdAt: new Date(),
      });

    await vi.waitFor(async () => expect((await bench.ledger.outbox.backlog()).waiting).toBe(0), 10_000);
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });
});

/** News from Stripe ends a wait early, so that a test need not sit through two minutes of patience. */
async function hurryUntilEnded(chargeId: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const { status } = await bench.retries.handleOf(chargeId).describe();
      if (status.name === 'COMPLETED') return;
      await bench.retries.paymentChanged(chargeId);
      throw new Error('still unknown');
    },
    { timeout: 25_000, interval: 200 },
  );
}
