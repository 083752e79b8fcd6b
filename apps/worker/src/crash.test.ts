import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TopUp } from '@drawdown/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Failpoint } from './failpoints/failpoints.ts';
import { type ChildWorker, spawnWorker } from './testing/child-worker.ts';
import { openWorkerBench, type WorkerBench } from './testing/worker-bench.ts';

/** After the charge and before it is known, between charge and credit, after the credit and before it is known. */
const DEADLY: readonly Failpoint[] = ['top-up:after-confirm', 'top-up:before-credit', 'top-up:after-credit'];

let bench: WorkerBench;
let directory: string;
const children: ChildWorker[] = [];

beforeAll(async () => {
  bench = await openWorkerBench();
  directory = await mkdtemp(path.join(os.tmpdir(), 'drawdown-failpoints-'));
});

afterAll(async () => {
  for (const child of children) child.kill();
  await rm(directory, { recursive: true, force: true });
  await bench?.close();
});

function startChild(variables: Record<string, string> = {}): ChildWorker {
  const child = spawnWorker({
    DATABASE_URL: bench.databaseUrl,
    STRIPE_SECRET_KEY: bench.stripeSecretKey,
    STRIPE_API_URL: bench.stripeUrl,
    TEMPORAL_ADDRESS: bench.temporalAddress,
    TEMPORAL_NAMESPACE: bench.namespace,
    ...variables,
  });
  children.push(child);
  return child;
}

describe('the worker process', () => {
  it('stops within ten seconds of being asked to, when it has nothing to do', async () => {
    const child = startChild();
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
      const child = startChild({ DRAWDOWN_FAILPOINT: failpoint, DRAWDOWN_FAILPOINT_DIR: directory });
      expect(await child.ended, failpoint).toEqual({ code: null, signal: 'SIGKILL' });
    }

    const survivor = await bench.startWorker();
    for (const topUp of topUps) {
      await bench.observe.until(topUp.id, 'succeeded', 90_000);
      expect(await bench.observe.moneyMoved(topUp)).toEqual({ charged: 1, credited: 1 });
    }
    await survivor.stop();
  });
});
