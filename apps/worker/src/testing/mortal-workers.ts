import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import type { Failpoint } from '../failpoints/failpoints.ts';
import { type ChildWorker, spawnWorker } from './child-worker.ts';
import type { WorkerBench } from './worker-bench.ts';

export type MortalWorkers = Awaited<ReturnType<typeof openMortalWorkers>>;

/** Worker processes beside a bench that die where they are told to. */
export async function openMortalWorkers(bench: WorkerBench) {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'drawdown-failpoints-'));
  const bundle = path.join(directory, 'workflows.js');
  await writeFile(bundle, bench.workflowBundle.code);
  const children: ChildWorker[] = [];
  const start = (variables: Record<string, string> = {}): ChildWorker => {
    const child = spawnWorker({
      DATABASE_URL: bench.databaseUrl,
      STRIPE_SECRET_KEY: bench.stripeSecretKey,
      STRIPE_API_URL: bench.stripeUrl,
      TEMPORAL_ADDRESS: bench.temporalAddress,
      TEMPORAL_NAMESPACE: bench.namespace,
      DRAWDOWN_WORKFLOW_BUNDLE: bundle,
      ...variables,
    });
    children.push(child);
    return child;
  };
  return {
    start,

    /** Starts one, and resolves once it is dead. */
    async dieAt(failpoint: Failpoint): Promise<void> {
      const child = start({ DRAWDOWN_FAILPOINT: failpoint, DRAWDOWN_FAILPOINT_DIR: directory });
      expect(await child.ended, failpoint).toEqual({ code: null, signal: 'SIGKILL' });
    },

    async close(): Promise<void> {
      for (const child of children) child.kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
