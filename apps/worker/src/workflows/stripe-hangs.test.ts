import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CollectionsBench, ONCE, openCollectionsBench } from '../testing/collections-bench.ts';

const TIMEOUT_MS = 500;

let bench: CollectionsBench;

beforeAll(async () => {
  bench = await openCollectionsBench({ stripeTimeoutMs: TIMEOUT_MS });
});
afterEach(() => bench.calm());
afterAll(() => bench?.close());

const requested = async () => bench.scenario.requestTopUp(await bench.scenario.buyerWithCard());

describe('a Stripe that does not answer in time', () => {
  it('is asked again under the same key until it does', async () => {
    await bench.stripe.fault({
      path: '/confirm',
      method: 'POST',
      mode: 'delay',
      times: 1,
      delayMs: 3 * TIMEOUT_MS,
    });
    const topUp = await requested();
    await bench.firstOutcome(topUp);
    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    expect(await bench.confirmKeys(topUp)).toEqual([':1']);
  });

  it('although it has charged is looked up, and the money is credited once', async () => {
    await bench.stripe.fault({
      path: '/confirm',
      method: 'POST',
      mode: 'delay',
      times: 1_000,
      delayMs: 60_000,
    });
    const topUp = await requested();
    expect(await bench.firstOutcome(topUp)).toEqual({ status: 'processing' });
    // What the webhook would say, which ends the wait for the next try.
    await vi.waitFor(async () => {
      await bench.topUps.paymentChanged(topUp.id).catch(() => undefined);
      expect(await bench.observe.row(topUp.id)).toMatchObject({ status: 'succeeded' });
    }, 20_000);
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    expect(await bench.confirmKeys(topUp)).toEqual([':1']);
  });
});
