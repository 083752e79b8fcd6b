import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { topUpClient } from '../testing/top-up-client.ts';
import { openWorkerBench, type WorkerBench } from '../testing/worker-bench.ts';
import type { WorkerProcess } from '../worker-process.ts';
import { receiveMissedEvents } from './missed-stripe-events.ts';

let bench: WorkerBench;
let worker: WorkerProcess;

beforeAll(async () => {
  bench = await openWorkerBench({ webhooks: true });
  worker = await bench.startWorker();
});

afterAll(async () => {
  await worker?.stop();
  await bench?.close();
});

describe('an event that Stripe never told us of', () => {
  it('is found, and the top-up that waited for it completes', async () => {
    await bench.stripe.webhooks('drop');
    const buyer = await bench.scenario.buyerWithCard('pm_card_authenticationRequired');
    const topUp = await bench.scenario.requestTopUp(buyer);
    await topUpClient(bench.client).firstOutcome(topUp);
    const { paymentIntentId } = await bench.observe.until(topUp.id, 'requires_action');
    await bench.stripe.authenticate(paymentIntentId ?? '', 'success');
    expect(await bench.observe.row(topUp.id)).toMatchObject({ status: 'requires_action' });

    const anHourAgo = new Date(Date.now() - 3600_000);
    const missed = await receiveMissedEvents(bench, anHourAgo);

    expect(missed).toBeGreaterThan(0);
    await bench.observe.until(topUp.id, 'succeeded');
    expect(await bench.observe.moneyMoved(topUp)).toEqual({ charged: 1, credited: 1 });
    expect(await receiveMissedEvents(bench, anHourAgo)).toBe(0);
  });

  it('is fetched from every page of the list', async () => {
    await bench.stripe.webhooks('drop');
    // Each saved card is a customer and a card at Stripe: more than fit on one page of events.
    for (let cards = 0; cards < 55; cards++) await bench.scenario.buyerWithCard();
    const missed = await receiveMissedEvents(bench, new Date(Date.now() - 3600_000));
    expect(missed).toBeGreaterThan(100);
    expect(await receiveMissedEvents(bench, new Date(Date.now() - 3600_000))).toBe(0);
  });
});
