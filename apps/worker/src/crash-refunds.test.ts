import type { Refund } from '@drawdown/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Failpoint } from './failpoints/failpoints.ts';
import { type MortalWorkers, openMortalWorkers } from './testing/mortal-workers.ts';
import { type PaidTopUp, type RefundsBench, refundsOn } from './testing/refunds-bench.ts';
import { openWorkerBench, type WorkerBench } from './testing/worker-bench.ts';
import type { WorkerProcess } from './worker-process.ts';

/** Every step of a refund that Stripe makes, of one that takes its time, and of one that Stripe refuses. */
const MADE: readonly Failpoint[] = [
  'refund:before-create',
  'refund:after-create',
  'refund:before-settle',
  'refund:after-settle',
];
const PENDING: readonly Failpoint[] = ['refund:before-remember', 'refund:after-remember'];
const REFUSED: readonly Failpoint[] = ['refund:before-reverse', 'refund:after-reverse'];

let bench: WorkerBench;
let refunds: RefundsBench;
let mortals: MortalWorkers;

type Killed = { paid: PaidTopUp; refund: Refund };

beforeAll(async () => {
  bench = await openWorkerBench({ refundSettlementMs: 3_600_000 });
  refunds = refundsOn(bench);
  mortals = await openMortalWorkers(bench);
});

afterAll(async () => {
  await mortals?.close();
  await bench?.close();
});

/** One payment for each failpoint, made before any worker is to die, so that nothing else is in its way. */
async function paidFor(failpoints: readonly Failpoint[], testCard: string): Promise<PaidTopUp[]> {
  const worker: WorkerProcess = await bench.startWorker();
  const paid: PaidTopUp[] = [];
  for (const _ of failpoints) paid.push(await refunds.paid(testCard));
  await worker.stop();
  return paid;
}

/** Asks for a refund of each, and has a worker die at each failpoint. `first` happens while no worker is there. */
async function killedAt(
  failpoints: readonly Failpoint[],
  paid: readonly PaidTopUp[],
  first: (topUp: PaidTopUp) => Promise<unknown> = async () => {},
): Promise<Killed[]> {
  const killed: Killed[] = [];
  for (const [index, failpoint] of failpoints.entries()) {
    const topUp = paid[index];
    if (topUp === undefined) throw new Error('there is a payment for each failpoint');
    await first(topUp);
    killed.push({ paid: topUp, refund: await refunds.request(topUp, 10_000) });
    await mortals.dieAt(failpoint);
  }
  return killed;
}

async function survive(check: () => Promise<void>): Promise<void> {
  const survivor = await bench.startWorker();
  try {
    await check();
  } finally {
    await survivor.stop();
  }
  expect(await bench.ledger.checkInvariants()).toEqual([]);
}

const PATIENCE_MS = 120_000;

describe('the worker process, while it refunds', { timeout: 400_000 }, () => {
  it('refunds once, wherever it is killed', async () => {
    const killed = await killedAt(MADE, await paidFor(MADE, 'pm_card_visa'));
    await survive(async () => {
      for (const { paid, refund } of killed) {
        await refunds.until(refund.id, 'succeeded', PATIENCE_MS);
        expect(await refunds.atStripe(paid)).toHaveLength(1);
        expect(await bench.scenario.balance(paid.walletId)).toBe(15_000n);
      }
    });
  });

  it('goes on waiting for a refund that takes its time', async () => {
    const killed = await killedAt(PENDING, await paidFor(PENDING, 'pm_card_pendingRefund'));
    await survive(async () => {
      for (const { paid, refund } of killed) {
        const stripeRefundId = await refunds.atStripeAs(refund.id);
        await refunds.settleAtStripe(stripeRefundId, 'succeeded');
        await refunds.changed(refund.id);
        await refunds.until(refund.id, 'succeeded', PATIENCE_MS);
        expect(await refunds.atStripe(paid)).toHaveLength(1);
      }
    });
  });

  it('gives the money of a refund that Stripe refuses back once', async () => {
    const paidUp = await paidFor(REFUSED, 'pm_card_visa');
    const killed = await killedAt(REFUSED, paidUp, (paid) => refunds.inDashboard(paid, 25_000));
    await survive(async () => {
      for (const { paid, refund } of killed) {
        await refunds.until(refund.id, 'failed', PATIENCE_MS);
        const { accountId } = bench.scenario;
        const entries = await bench.ledger.wallets.entries(accountId, paid.walletId, { limit: 50 });
        expect(entries?.items.filter(({ type }) => type === 'refund_reversal')).toHaveLength(1);
      }
    });
  });
});
