import type { TopUp } from '@drawdown/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Failpoint } from './failpoints/failpoints.ts';
import { type MortalWorkers, openMortalWorkers } from './testing/mortal-workers.ts';
import { openWorkerBench, type WorkerBench } from './testing/worker-bench.ts';

/** After the charge and before it is known, between charge and credit, after the credit and before it is known. */
const DEADLY: readonly Failpoint[] = ['top-up:after-confirm', 'top-up:before-credit', 'top-up:after-credit'];

let bench: WorkerBench;
let mortals: MortalWorkers;

beforeAll(async () => {
  bench = await openWorkerBench();
  mortals = await openMortalWorkers(bench);
});

afterAll(async () => {
  await mortals?.close();
  await bench?.close();
});

describe('the worker process', () => {
  it('stops within ten seconds of being asked to, when it has nothing to do', async () => {
    const child = mortals.start();
    expect(await child.ready).toEqual({ kind: 'ready' });
    const askedAt = Date.now();
    child.terminate();
    expect(await child.ended).toEqual({ code: 0, signal: null });
    expect(Date.now() - askedAt).toBeLessThan(10_000);
  });

  it('charges once and credits once, wherever around the money it is killed', {
    timeout: 150_000,
  }, async () => {
    const topUps: TopUp[] = [];
    for (const failpoint of DEADLY) {
      topUps.push(await bench.scenario.requestTopUp(await bench.scenario.buyerWithCard()));
      await mortals.dieAt(failpoint);
    }

    const survivor = await bench.startWorker();
    for (const topUp of topUps) {
      await bench.observe.until(topUp.id, 'succeeded', 90_000);
      expect(await bench.observe.moneyMoved(topUp)).toEqual({ charged: 1, credited: 1 });
    }
    await survivor.stop();
  });
});
