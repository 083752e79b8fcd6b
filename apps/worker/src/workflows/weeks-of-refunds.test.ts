import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installQuietRuntime } from '../testing/quiet-runtime.ts';
import { type RefundsBench, refundsOn } from '../testing/refunds-bench.ts';
import { findTimeSkippingServer } from '../testing/time-skipping/server.ts';
import { openWorkerBench, type WorkerBench } from '../testing/worker-bench.ts';
import type { WorkerProcess } from '../worker-process.ts';

const server = await findTimeSkippingServer();
if (!server.found) console.warn(`Skipped, because ${server.reason}: weeks of refunds`);

describe.skipIf(!server.found)('weeks of a refund', { timeout: 150_000 }, () => {
  let environment: TestWorkflowEnvironment;
  let bench: WorkerBench;
  let worker: WorkerProcess;
  let refunds: RefundsBench;

  beforeAll(async () => {
    installQuietRuntime();
    const path = server.found ? server.executable : '';
    environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
    // No webhook ever comes.
    bench = await openWorkerBench({
      temporalAddress: environment.address,
      namespace: 'default',
      refundSettlementMs: 3_600_000,
    });
    worker = await bench.startWorker();
    refunds = refundsOn(bench);
  });

  afterAll(async () => {
    await worker?.stop();
    await bench?.close();
    await environment?.teardown();
  });

  it('that the bank takes three weeks to refuse end with the money in the wallet again', async () => {
    const paid = await refunds.paid('pm_card_pendingRefund');
    const refund = await refunds.request(paid, 10_000);
    await refunds.start(refund);
    const stripeRefundId = await refunds.atStripeAs(refund.id);
    await environment.sleep('21 days');
    expect(await bench.ledger.refunds.find(refund.id)).toMatchObject({ status: 'pending' });
    await refunds.settleAtStripe(stripeRefundId, 'failed', 'expired_or_canceled_card');
    await environment.sleep('25 hours');
    await refunds.until(refund.id, 'failed');
    expect(await bench.scenario.balance(paid.walletId)).toBe(25_000n);
    expect(await bench.ledger.checkInvariants()).toEqual([]);
  });

  it.each(['http_500', 'drop_before', 'drop_after'] as const)(
    'without Stripe for half an hour make it once (%s)',
    async (mode) => {
      const paid = await refunds.paid(`pm_card_visa~${mode}`);
      await bench.stripe.fault({ path: '/v1/refunds', mode, times: 1_000_000 });
      const refund = await refunds.request(paid, 10_000);
      await refunds.start(refund);
      await environment.sleep('30 minutes');
      expect(await bench.ledger.refunds.find(refund.id)).toMatchObject({ status: 'pending' });
      expect(await bench.scenario.balance(paid.walletId)).toBe(15_000n);
      await bench.stripe.clearFaults();
      await environment.sleep('20 minutes');
      await refunds.until(refund.id, 'succeeded');
      expect(await refunds.atStripe(paid)).toHaveLength(1);
      expect(await bench.ledger.checkInvariants()).toEqual([]);
    },
  );
});
