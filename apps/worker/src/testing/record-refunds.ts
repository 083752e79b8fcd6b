import { afterAll, beforeAll, it } from 'vitest';
import type { WorkerProcess } from '../worker-process.ts';
import { type RefundsBench, refundsOn } from './refunds-bench.ts';
import { storeHistory } from './store-history.ts';
import { openWorkerBench, type WorkerBench } from './worker-bench.ts';

/** Runs refunds to each of their endings and stores the histories in `folder`. */
export function recordRefunds(folder: URL): void {
  let bench: WorkerBench;
  let worker: WorkerProcess;
  let refunds: RefundsBench;

  beforeAll(async () => {
    bench = await openWorkerBench({ refundSettlementMs: 3_600_000 });
    worker = await bench.startWorker();
    refunds = refundsOn(bench);
  });

  afterAll(async () => {
    await worker?.stop();
    await bench?.close();
  });

  async function store(name: string, refundId: string): Promise<void> {
    await refunds.handleOf(refundId).result();
    await storeHistory(new URL(`refunds/${name}.json`, folder), refunds.handleOf(refundId));
  }

  it('stores one that Stripe makes at once', async () => {
    const refund = await refunds.request(await refunds.paid(), 10_000);
    await refunds.firstOutcome(refund);
    await store('succeeded', refund.id);
  });

  it.each([
    ['pending-then-succeeded', 'succeeded'],
    ['pending-then-failed', 'failed'],
  ] as const)('stores %s', async (name, status) => {
    const refund = await refunds.request(await refunds.paid('pm_card_pendingRefund'), 10_000);
    await refunds.firstOutcome(refund);
    const { stripeRefundId } = await refunds.until(refund.id, 'pending');
    await refunds.settleAtStripe(stripeRefundId ?? '', status);
    await refunds.changed(refund.id);
    await store(name, refund.id);
  });

  it('stores one that Stripe refuses', async () => {
    const paid = await refunds.paid();
    await refunds.inDashboard(paid, 25_000);
    const refund = await refunds.request(paid, 10_000);
    await refunds.firstOutcome(refund);
    await store('refused', refund.id);
  });

  it('stores one whose answer was lost', async () => {
    const paid = await refunds.paid();
    await bench.stripe.fault({ path: '/v1/refunds', method: 'POST', mode: 'drop_after', times: 2 });
    const refund = await refunds.request(paid, 10_000);
    await refunds.firstOutcome(refund);
    await store('unknown-then-succeeded', refund.id);
  });

  it('stores one that had ended before its process began', async () => {
    const refund = await refunds.request(await refunds.paid(), 10_000);
    await bench.ledger.refunds.fail(refund.id, { reason: 'canceled' });
    await refunds.firstOutcome(refund);
    await store('ended-before', refund.id);
  });
}
