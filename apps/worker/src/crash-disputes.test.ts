import { usd } from '@drawdown/ledger/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Failpoint } from './failpoints/failpoints.ts';
import { type DisputesBench, disputesOn, type PaidByCard } from './testing/disputes-bench.ts';
import { type MortalWorkers, openMortalWorkers } from './testing/mortal-workers.ts';
import { openWorkerBench, type WorkerBench } from './testing/worker-bench.ts';

const POINTS: readonly Failpoint[] = ['dispute:before-record', 'dispute:after-record'];

let bench: WorkerBench;
let disputes: DisputesBench;
let mortals: MortalWorkers;

beforeAll(async () => {
  bench = await openWorkerBench({ webhooks: true });
  disputes = disputesOn(bench);
  mortals = await openMortalWorkers(bench);
});

afterAll(async () => {
  await mortals?.close();
  await bench?.close();
});

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
    await mortals.dieAt(failpoint);
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
