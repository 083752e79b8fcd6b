import { tester } from '@drawdown/ledger/testing';
import {
  DISPUTE_CHANGED_SIGNAL,
  INVOICE_CHANGED_SIGNAL,
  PAUSE_CHANGED_SIGNAL,
} from '@drawdown/shared/workflows';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, it, vi } from 'vitest';
import type { WorkerProcess } from '../worker-process.ts';
import { billingBench } from './billing-bench.ts';
import { disputesOn } from './disputes-bench.ts';
import { pauseClient } from './pause-client.ts';
import { installQuietRuntime } from './quiet-runtime.ts';
import { storeHistory } from './store-history.ts';
import { openSuggestingServer } from './suggesting-server.ts';
import { openWorkerBench, type WorkerBench } from './worker-bench.ts';

const AFTER_EVENTS = 40;

/** Runs of months that go over into the next one, and stores the histories of the first in `folder`. */
export function recordContinued(folder: URL): void {
  let environment: TestWorkflowEnvironment;
  let bench: WorkerBench;
  let worker: WorkerProcess;

  beforeAll(async () => {
    installQuietRuntime();
    environment = await openSuggestingServer(AFTER_EVENTS);
    bench = await openWorkerBench({ temporalAddress: environment.address, webhooks: true });
    worker = await bench.startWorker();
  });

  afterAll(async () => {
    await worker?.stop();
    await bench?.close();
    await environment?.teardown();
  });

  /** Has it look again and again, until another run has taken over. */
  async function storeFirstRun(name: string, handle: WorkflowHandle, signal: string): Promise<void> {
    const { runId, workflowId } = await handle.describe();
    await vi.waitFor(
      async () => {
        await handle.signal(signal);
        if ((await handle.describe()).runId === runId) throw new Error('the first run goes on');
      },
      { timeout: 25_000, interval: 100 },
    );
    await storeHistory(new URL(`${name}.json`, folder), bench.client.workflow.getHandle(workflowId, runId));
  }

  it('stores a pause that went on in another run', async () => {
    const pauses = pauseClient(bench.client);
    const { id: buyerId, accountId } = await bench.scenario.buyer();
    await bench.ledger.pauses.pauseByHand({ accountId, buyerId, note: 'not paid' }, tester);
    await pauses.reasons(buyerId);
    await storeFirstRun('pauses/continued', pauses.handleOf(buyerId), PAUSE_CHANGED_SIGNAL);
    await pauses.resolve(buyerId);
    await pauses.handleOf(buyerId).result();
  });

  it('stores a dispute that went on in another run', async () => {
    const disputes = disputesOn(bench);
    const paid = await disputes.paid();
    const stripeDisputeId = await disputes.open(paid);
    const { id } = await disputes.until(paid, 'needs_response');
    await disputes.running(id);
    await storeFirstRun('disputes/continued', disputes.handleOf(id), DISPUTE_CHANGED_SIGNAL);
    await disputes.decide(stripeDisputeId, 'won');
    await disputes.result(id);
  });

  it('stores an invoice that went on in another run', async () => {
    const billing = billingBench(bench);
    const buyer = await billing.buyer();
    await buyer.deliver(40_00);
    const { accountId, id: buyerId, kind } = buyer;
    const [invoiceId = ''] = (await bench.ledger.invoices.closeNow({ accountId, buyerId }, tester)) ?? [];
    const period = (await bench.ledger.invoices.get(accountId, invoiceId))?.period ?? '';
    await buyer.invoice(period, 'open');
    await storeFirstRun(
      'invoices/continued',
      billing.handleOf({ buyerId, period, kind }),
      INVOICE_CHANGED_SIGNAL,
    );
    await buyer.ask(period, { wish: 'void', by: 'Ada', reason: 'wrong address' });
    await buyer.ending(period);
  });
}
