import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Refund } from '@drawdown/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Failpoint } from './failpoints/failpoints.ts';
import { type ChildWorker, spawnWorker } from './testing/child-worker.ts';
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
let directory: string;
const children: ChildWorker[] = [];

beforeAll(async () => {
  bench = await openWorkerBench({ refundSettlementMs: 3_600_000 });
  refunds = refundsOn(bench);
  directory = await mkdtemp(path.join(os.tmpdir(), 'drawdown-failpoints-'));
});

afterAll(async () => {
  for (const child of children) child.kill();
  await rm(directory, { recursive: true, force: true });
  await bench?.close();
});

async function dieAt(failpoint: Failpoint): Promise<void> {
  const child = spawnWorker({
    DATABASE_URL: bench.databaseUrl,
    STRIPE_SECRET_KEY: bench.stripeSecretKey,
    STRIPE_API_URL: bench.stripeUrl,
    TEMPORAL_ADDRESS: bench.temporalAddress,
    TEMPORAL_NAMESPACE: bench.namespace,
    DRAWDOWN_FAILPOINT: failpoint,
    DRAWDOWN_FAILPOINT_DIR: directory,
  });
  children.push(child);
  expect(await child.ended, failpoint).toEqual({ code: null, signal: 'SIGKILL' });
}

/** Payments are made before any worker is to die, so that nothing else is in its way. */
async function payments(count: number, testCard: string): Promise<PaidTopUp[]> {
  const paid: PaidTopUp[] = [];
  for (let made = 0; made < count; made++) paid.push(await refunds.paid(testCard));
  return paid;
}

describe('the worker process, while it refunds', () => {
  it('refunds once, or gives the money back once, wherever it is killed', { timeout: 400_000 }, async () => {
    const first: WorkerProcess = await bench.startWorker();
    const toMake = await payments(MADE.length, 'pm_card_visa');
    const toWait = await payments(PENDING.length, 'pm_card_pendingRefund');
    const toRefuse = await payments(REFUSED.length, 'pm_card_visa');
    for (const paid of toRefuse) await refunds.inDashboard(paid, 25_000);
    await first.stop();

    const asked: Refund[] = [];
    for (const [paid, failpoint] of [
      ...zip(toMake, MADE),
      ...zip(toWait, PENDING),
      ...zip(toRefuse, REFUSED),
    ]) {
      asked.push(await refunds.request(paid, 10_000));
      await dieAt(failpoint);
    }

    const survivor = await bench.startWorker();
    const [made, waiting, refused] = [asked.slice(0, 4), asked.slice(4, 6), asked.slice(6)];
    for (const { id } of made) await refunds.until(id, 'succeeded', 120_000);
    for (const { id } of refused) await refunds.until(id, 'failed', 120_000);
    for (const paid of toMake) {
      expect(await refunds.atStripe(paid)).toHaveLength(1);
      expect(await bench.scenario.balance(paid.walletId)).toBe(15_000n);
    }
    for (const paid of toRefuse) expect(await bench.scenario.balance(paid.walletId)).toBe(25_000n);
    for (const [index, paid] of toWait.entries()) {
      const [atStripe] = await refunds.atStripe(paid);
      await refunds.settleAtStripe(atStripe?.stripeRefundId ?? '', 'succeeded');
      const id = waiting[index]?.id ?? '';
      await refunds.changed(id);
      await refunds.until(id, 'succeeded', 120_000);
    }
    await survivor.stop();
    expect(await bench.ledger.checkInvariants()).toEqual([]);
  });
});

function zip<A, B>(some: readonly A[], others: readonly B[]): [A, B][] {
  return some.flatMap((item, index): [A, B][] => {
    const other = others[index];
    return other === undefined ? [] : [[item, other]];
  });
}
