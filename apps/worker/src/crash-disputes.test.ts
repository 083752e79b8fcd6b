import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { usd } from '@drawdown/ledger/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Failpoint } from './failpoints/failpoints.ts';
import { type ChildWorker, spawnWorker } from './testing/child-worker.ts';
import { type DisputesBench, disputesOn, type PaidByCard } from './testing/disputes-bench.ts';
import { openWorkerBench, type WorkerBench } from './testing/worker-bench.ts';

const POINTS: readonly Failpoint[] = ['dispute:before-record', 'dispute:after-record'];

let bench: WorkerBench;
let disputes: DisputesBench;
let directory: string;
const children: ChildWorker[] = [];

beforeAll(async () => {
  bench = await openWorkerBench({ webhooks: true });
  disputes = disputesOn(bench);
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

it('a dispute takes its money once and gives it back once, wherever the worker is killed', {
  timeout: 400_000,
}, async () => {
  const first = await bench.startWorker();
  const paid: PaidByCard[] = [await disputes.paid(), await disputes.paid()];
  await first.stop();
  const opened: string[] = [];
  for (const [place, failpoint] of POINTS.entries()) {
    const payment = paid[place];
    if (payment === undefined) throw new Error('a payment for each point');
    opened.push(await disputes.open(payment));
    await dieAt(failpoint);
  }
  const survivor = await bench.startWorker();
  for (const [place, payment] of paid.entries()) {
    const dispute = await disputes.until(payment, 'needs_response');
    expect(dispute).toMatchObject({ fromWallet: usd(25_000), fee: usd(1_500) });
    expect(await bench.scenario.balance(payment.walletId)).toBe(0n);
    await disputes.decide(opened[place] ?? '', 'won');
    await disputes.until(payment, 'won');
    expect(await disputes.result(dispute.id)).toEqual({ verdict: 'won' });
    expect(await bench.scenario.balance(payment.walletId)).toBe(25_000n);
  }
  expect(await bench.ledger.checkInvariants()).toEqual([]);
  await survivor.stop();
});
