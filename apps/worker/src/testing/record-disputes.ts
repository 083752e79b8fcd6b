import type { DisputeStatus } from '@drawdown/shared/codes';
import { DISPUTE_WORKFLOW } from '@drawdown/shared/workflows';
import { afterAll, beforeAll, it } from 'vitest';
import { disputeStartOptions } from '../temporal/dispute-workflows.ts';
import type { WorkerProcess } from '../worker-process.ts';
import { type DisputesBench, disputesOn } from './disputes-bench.ts';
import { storeHistory } from './store-history.ts';
import { openWorkerBench, type WorkerBench } from './worker-bench.ts';

/** Runs disputes to each of their endings and stores the histories in `folder`. */
export function recordDisputes(folder: URL): void {
  let bench: WorkerBench;
  let worker: WorkerProcess;
  let disputes: DisputesBench;

  beforeAll(async () => {
    bench = await openWorkerBench({ webhooks: true });
    worker = await bench.startWorker();
    disputes = disputesOn(bench);
  });

  afterAll(async () => {
    await worker?.stop();
    await bench?.close();
  });

  async function opened(order: { inquiry?: boolean } = {}, status: DisputeStatus = 'needs_response') {
    const paid = await disputes.paid();
    const stripeDisputeId = await disputes.open(paid, order);
    const { id } = await disputes.until(paid, status);
    await disputes.running(id);
    return { paid, stripeDisputeId, id };
  }

  async function store(name: string, id: string): Promise<void> {
    await disputes
      .handleOf(id)
      .result()
      .catch(() => undefined);
    await storeHistory(new URL(`disputes/${name}.json`, folder), disputes.handleOf(id));
  }

  it('stores a dispute that was won, and one that was lost', async () => {
    for (const verdict of ['won', 'lost'] as const) {
      const { id, stripeDisputeId } = await opened();
      await disputes.decide(stripeDisputeId, verdict);
      await disputes.result(id);
      await store(verdict, id);
    }
  });

  it('stores an inquiry that was closed, and one that became a dispute', async () => {
    const closed = await opened({ inquiry: true }, 'inquiry');
    await disputes.decide(closed.stripeDisputeId, 'lost');
    await disputes.result(closed.id);
    await store('inquiry-closed', closed.id);
    const escalated = await opened({ inquiry: true }, 'inquiry');
    await disputes.escalate(escalated.stripeDisputeId);
    await disputes.until(escalated.paid, 'needs_response');
    await disputes.decide(escalated.stripeDisputeId, 'won');
    await disputes.result(escalated.id);
    await store('inquiry-escalated', escalated.id);
  });

  it('stores one that was canceled in Temporal', async () => {
    const { id } = await opened();
    await disputes.handleOf(id).cancel();
    await store('canceled', id);
  });

  it('stores a start that found the verdict there', async () => {
    const { id, stripeDisputeId, paid } = await opened();
    await disputes.decide(stripeDisputeId, 'lost');
    const { accountId, walletId, buyerId, amount } = await disputes.until(paid, 'lost');
    await disputes.result(id);
    const { amountMinor, currency } = amount;
    const input = { disputeId: id, stripeDisputeId, accountId, walletId, buyerId, currency };
    await bench.client.workflow.start(
      DISPUTE_WORKFLOW,
      disputeStartOptions({ ...input, amountMinor: Number(amountMinor) }),
    );
    await store('decided-before', id);
  });
}
