import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installQuietRuntime } from '../testing/quiet-runtime.ts';
import { openStripeProxy, type StripeProxy } from '../testing/stripe-proxy.ts';
import { findTimeSkippingServer } from '../testing/time-skipping/server.ts';
import { openWorkerBench, type WorkerBench } from '../testing/worker-bench.ts';
import type { WorkerProcess } from '../worker-process.ts';

const server = await findTimeSkippingServer();
if (!server.found) console.warn(`Skipped, because ${server.reason}: weeks of waiting`);

// A look at Stripe costs real time even where weeks of waiting cost none.
describe.skipIf(!server.found)('weeks of waiting', { timeout: 90_000 }, () => {
  let environment: TestWorkflowEnvironment;
  let bench: WorkerBench;
  let worker: WorkerProcess;
  let proxy: StripeProxy;

  beforeAll(async () => {
    installQuietRuntime();
    const path = server.found ? server.executable : '';
    environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
    bench = await openWorkerBench({
      temporalAddress: environment.address,
      namespace: 'default',
      stripeProxy: async (emulatorUrl) => {
        proxy = await openStripeProxy(emulatorUrl);
        return proxy;
      },
    });
    worker = await bench.startWorker();
  });

  afterAll(async () => {
    await worker?.stop();
    await bench?.close();
    await environment?.teardown();
  });

  async function requested(testCard?: string) {
    return bench.scenario.requestTopUp(await bench.scenario.buyerWithCard(testCard));
  }

  it('a payment that Stripe takes more than a week to process is never given up', async () => {
    proxy.processing = true;
    const topUp = await requested();
    await bench.observe.until(topUp.id, 'processing');

    await environment.sleep('9 days');
    expect(await bench.observe.row(topUp.id)).toMatchObject({ status: 'processing' });
    proxy.processing = false;
    await environment.sleep('25 hours');

    await bench.observe.until(topUp.id, 'succeeded');
    expect(await bench.observe.moneyMoved(topUp)).toEqual({ charged: 1, credited: 1 });
  });
});
