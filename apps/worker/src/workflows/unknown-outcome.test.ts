import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openStripeProxy, type StripeProxy } from '../testing/stripe-proxy.ts';
import { topUpClient } from '../testing/top-up-client.ts';
import { openWorkerBench, type WorkerBench } from '../testing/worker-bench.ts';
import type { WorkerProcess } from '../worker-process.ts';

let bench: WorkerBench;
let worker: WorkerProcess;
let topUps: ReturnType<typeof topUpClient>;
let proxy: StripeProxy;

beforeAll(async () => {
  bench = await openWorkerBench({
    stripeProxy: async (emulatorUrl) => {
      proxy = await openStripeProxy(emulatorUrl);
      return proxy;
    },
  });
  worker = await bench.startWorker();
  topUps = topUpClient(bench.client);
});

afterEach(async () => {
  proxy.processing = false;
  await bench.stripe.clearFaults();
});

afterAll(async () => {
  await worker?.stop();
  await bench?.close();
});

const ONCE = { charged: 1, credited: 1 };

async function requested() {
  return bench.scenario.requestTopUp(await bench.scenario.buyerWithCard());
}

/** The keys under which Stripe was asked, each once, in order. */
async function keysOf(chargeId: string, kind: 'create' | 'confirm'): Promise<string[]> {
  const requests = await bench.stripe.requests('/v1/payment_intents');
  const keys = requests.map(({ idempotencyKey }) => idempotencyKey ?? '');
  return [...new Set(keys.filter((key) => key.startsWith(`chg:${chargeId}:${kind}`)))];
}

/** News from Stripe ends a wait early, so that a test need not sit through two minutes of patience. */
async function hurryUntilEnded(topUpId: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const { status } = await topUps.handleOf(topUpId).describe();
      if (status.name === 'COMPLETED') return;
      await topUps.paymentChanged(topUpId);
      throw new Error(`still ${await topUps.words(topUpId)}`);
    },
    { timeout: 25_000, interval: 200 },
  );
}

describe('a charge whose outcome is unknown', () => {
  // The SDK repeats a request once by itself when its connection was closed: two faults make one lost answer.
  it('is known to whoever still waits when the first repeat brings it', async () => {
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode: 'drop_after', times: 2 });
    const topUp = await requested();
    expect(await topUps.firstOutcome(topUp)).toEqual({ status: 'succeeded' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });

  it.each(['drop_after', 'drop_before'] as const)('is asked again under the same key (%s)', async (mode) => {
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode, times: 4 });
    const topUp = await requested();

    expect(await topUps.firstOutcome(topUp)).toEqual({ status: 'processing' });
    expect(await bench.observe.row(topUp.id)).toMatchObject({ status: 'processing' });

    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    expect(await keysOf(topUp.chargeId, 'confirm')).toEqual([`chg:${topUp.chargeId}:confirm:1`]);
  });

  it('gets a new key only after Stripe has shown that nothing was charged', async () => {
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode: 'http_500', times: 1 });
    const topUp = await requested();
    expect(await topUps.firstOutcome(topUp)).toEqual({ status: 'processing' });
    expect(await topUps.words(topUp.id)).toMatch(/^Checking with Stripe/);

    await hurryUntilEnded(topUp.id);

    expect(await bench.observe.row(topUp.id)).toMatchObject({ status: 'succeeded' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    const key = `chg:${topUp.chargeId}:confirm:1`;
    expect(await keysOf(topUp.chargeId, 'confirm')).toEqual([key, `${key}:1`]);
  });

  it('is not charged twice when setting the payment up failed at Stripe', async () => {
    await bench.stripe.fault({ path: '/payment_intents', method: 'POST', mode: 'http_500', times: 1 });
    const topUp = await requested();
    expect(await topUps.firstOutcome(topUp)).toEqual({ status: 'processing' });

    await hurryUntilEnded(topUp.id);

    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    const key = `chg:${topUp.chargeId}:create`;
    expect(await keysOf(topUp.chargeId, 'create')).toEqual([key, `${key}:1`]);
  });

  it('goes on by itself when Stripe asks to slow down', async () => {
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode: 'rate_limit', times: 1 });
    const topUp = await requested();
    expect(await topUps.firstOutcome(topUp)).toEqual({ status: 'succeeded' });
    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });

  it('can be canceled while nobody knows, and then is never charged', async () => {
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode: 'http_500', times: 1 });
    const topUp = await requested();
    await topUps.firstOutcome(topUp);

    expect(await topUps.cancel(topUp.id)).toEqual({ canceled: true });

    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'canceled' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual({ charged: 0, credited: 0 });
  });
});

describe('a charge that Stripe is still processing', () => {
  it('waits for Stripe, refuses to be canceled, and is credited in the end', async () => {
    proxy.processing = true;
    const topUp = await requested();
    expect(await topUps.firstOutcome(topUp)).toEqual({ status: 'processing' });
    expect(await topUps.cancel(topUp.id)).toMatchObject({ canceled: false });
    expect(await bench.observe.row(topUp.id)).toMatchObject({ status: 'processing' });

    proxy.processing = false;
    await topUps.paymentChanged(topUp.id);

    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });
});
