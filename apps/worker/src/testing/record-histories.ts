import { writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, it, vi } from 'vitest';
import type { WorkerProcess } from '../worker-process.ts';
import { openStripeProxy, type StripeProxy } from './stripe-proxy.ts';
import { topUpClient } from './top-up-client.ts';
import { openWorkerBench, type WorkerBench } from './worker-bench.ts';

/** Runs a top-up to each of its endings and stores the histories in `folder`. */
export function recordEveryEnding(folder: URL): void {
  let bench: WorkerBench;
  let worker: WorkerProcess;
  let proxy: StripeProxy;
  let topUps: ReturnType<typeof topUpClient>;

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

  afterAll(async () => {
    await worker?.stop();
    await bench?.close();
  });

  async function started(testCard?: string) {
    const topUp = await bench.scenario.requestTopUp(await bench.scenario.buyerWithCard(testCard));
    await topUps.firstOutcome(topUp);
    return topUp;
  }

  async function store(name: string, topUpId: string): Promise<void> {
    await bench.observe.ended(topUpId);
    const history = historyToJSON(await topUps.handleOf(topUpId).fetchHistory());
    const anywhere = JSON.stringify(JSON.parse(history), withoutMachine);
    await writeFile(new URL(`${name}.json`, folder), `${anywhere}\n`);
  }

  it('stores a success', async () => {
    await store('succeeded', (await started()).id);
  });

  it('stores a decline', async () => {
    await store('declined', (await started('pm_card_chargeCustomerFail')).id);
  });

  it('stores a payment that the payer confirmed', async () => {
    const topUp = await started('pm_card_authenticationRequired');
    const { paymentIntentId } = await bench.observe.until(topUp.id, 'requires_action');
    await bench.stripe.authenticate(paymentIntentId ?? '', 'success');
    await topUps.paymentChanged(topUp.id);
    await store('confirmed-by-payer', topUp.id);
  });

  it('stores a payment that the payer failed to confirm', async () => {
    const topUp = await started('pm_card_authenticationRequired');
    const { paymentIntentId } = await bench.observe.until(topUp.id, 'requires_action');
    await bench.stripe.authenticate(paymentIntentId ?? '', 'failure');
    await topUps.paymentChanged(topUp.id);
    await store('not-confirmed-by-payer', topUp.id);
  });

  it('stores a cancellation', async () => {
    const topUp = await started('pm_card_authenticationRequired');
    await topUps.cancel(topUp.id);
    await store('canceled', topUp.id);
  });

  it('stores an unknown outcome that the same key cleared up', async () => {
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode: 'drop_after', times: 2 });
    await store('unknown-then-succeeded', (await started()).id);
  });

  it.each([
    ['unknown-then-new-key', '/confirm'],
    ['unknown-creation', '/payment_intents'],
  ])('stores %s', async (name, path) => {
    await bench.stripe.fault({ path, method: 'POST', mode: 'http_500', times: 1 });
    const topUp = await started();
    await vi.waitFor(
      async () => {
        if ((await topUps.handleOf(topUp.id).describe()).status.name === 'COMPLETED') return;
        await topUps.paymentChanged(topUp.id);
        throw new Error('still unknown');
      },
      { timeout: 25_000, interval: 200 },
    );
    await store(name, topUp.id);
  });

  it('stores a payment that Stripe processed slowly and that could not be canceled meanwhile', async () => {
    proxy.processing = true;
    const topUp = await started();
    await topUps.cancel(topUp.id);
    proxy.processing = false;
    await topUps.paymentChanged(topUp.id);
    await store('processed-slowly', topUp.id);
  });
}

// A queue of one process is named after it: its number, its host, and what makes it unique.
const PROCESS_NAME = /^\d+@[\w.-]+(?=-[0-9a-f]{32}$)/;

/** A stored history must not depend on, or tell of, the machine it was recorded on. */
function withoutMachine(key: string, value: unknown): unknown {
  if (key === 'identity' || key === 'stackTrace') return '';
  return typeof value === 'string' ? value.replace(PROCESS_NAME, 'worker') : value;
}
