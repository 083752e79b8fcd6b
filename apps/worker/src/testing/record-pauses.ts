import { tester } from '@drawdown/ledger/testing';
import { PAUSE_WORKFLOW } from '@drawdown/shared/workflows';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, it } from 'vitest';
import { pauseStartOptions } from '../temporal/pause-start.ts';
import type { WorkerProcess } from '../worker-process.ts';
import { pauseClient } from './pause-client.ts';
import { installQuietRuntime } from './quiet-runtime.ts';
import { storeHistory } from './store-history.ts';
import { findTimeSkippingServer } from './time-skipping/server.ts';
import { openWorkerBench, type WorkerBench } from './worker-bench.ts';

/** Runs pauses to each of their endings and stores the histories in `folder`. Needs the time-skipping server. */
export function recordPauses(folder: URL): void {
  let environment: TestWorkflowEnvironment;
  let bench: WorkerBench;
  let worker: WorkerProcess;
  let pauses: ReturnType<typeof pauseClient>;

  beforeAll(async () => {
    installQuietRuntime();
    const server = await findTimeSkippingServer();
    if (!server.found) throw new Error(`Histories cannot be recorded, because ${server.reason}`);
    environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: server.executable } },
    });
    bench = await openWorkerBench({ temporalAddress: environment.address, namespace: 'default' });
    worker = await bench.startWorker();
    pauses = pauseClient(bench.client);
  });

  afterAll(async () => {
    await worker?.stop();
    await bench?.close();
    await environment?.teardown();
  });

  async function paused() {
    const { id: buyerId, accountId } = await bench.scenario.buyer();
    await bench.ledger.pauses.pauseByHand({ accountId, buyerId, note: 'not paid' }, tester);
    await pauses.reasons(buyerId);
    return { buyerId, accountId };
  }

  async function store(name: string, buyerId: string): Promise<void> {
    await pauses
      .handleOf(buyerId)
      .result()
      .catch(() => undefined);
    await storeHistory(new URL(`pauses/${name}.json`, folder), pauses.handleOf(buyerId));
  }

  it('stores a pause that was resolved by an operator', async () => {
    const { buyerId } = await paused();
    await pauses.resolve(buyerId);
    await store('resolved', buyerId);
  });

  it('stores a pause that ended elsewhere', async () => {
    const { buyerId, accountId } = await paused();
    await bench.ledger.pauses.resume({ accountId, buyerId, note: 'paid' }, tester);
    await store('lifted', buyerId);
  });

  it('stores a pause that was canceled in Temporal', async () => {
    const { buyerId } = await paused();
    await pauses.handleOf(buyerId).cancel();
    await store('canceled', buyerId);
  });

  it('stores a start that found nothing open', async () => {
    const { id: buyerId, accountId } = await bench.scenario.buyer();
    await bench.client.workflow.start(
      PAUSE_WORKFLOW,
      pauseStartOptions({ buyerId, accountId }, 'Acme Solar'),
    );
    await store('nothing-open', buyerId);
  });

  it('stores a pause with reminders and rechecks', { timeout: 90_000 }, async () => {
    const { buyerId } = await paused();
    await environment.sleep('8 days');
    await pauses.resolve(buyerId);
    await store('reminded', buyerId);
  });
}
