import { strict as assert } from 'node:assert';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Failpoint, spawnWorker } from '@drawdown/worker/testing';
import { randomFrom } from '../command/random.ts';
import { openStage, type Stage } from '../stage/open-stage.ts';
import { type Traveled, thingsOf } from './journey.ts';
import { type Kill, planKills } from './plan.ts';
import { verifyMoney } from './verify-money.ts';
import { verifyNotices } from './verify-notices.ts';
import { worldOf } from './world.ts';

export type WorkerKills = {
  databaseUrl: string;
  temporalAddress: string;
  seed: number;
  times: number;
  points?: readonly Failpoint[];
  say?(line: string): void;
};

/** `things`: how many top-ups, leads, refunds, disputes and invoices were on the way, and came out right. */
export type KillReport = { kill: Kill; tookMs: number; things: number };

/** From its start to its death: a worker that bundles its workflows first, on a machine that does other things. */
const DIES_WITHIN_MS = 120_000;

/**
 * Kills a worker process at every numbered point of every workflow in turn, while money is on its way. Each successor
 * finds what the ones before it left. In the end a worker survives and everything must come to its end, with exactly one
 * charge and one posting for whatever was paid, and one of each for whatever came back.
 */
export async function killWorker(options: WorkerKills): Promise<KillReport[]> {
  const { seed, times, points, say } = options;
  const kills = planKills(randomFrom(seed), times, points);
  // What the bank says of a refund that takes its time is told by the journey.
  const stage = await openStage({ ...options, webhooks: true, refundSettlementMs: 24 * 3_600_000 });
  const directory = await mkdtemp(path.join(os.tmpdir(), 'drawdown-kills-'));
  try {
    const world = worldOf(stage);
    const bundle = path.join(directory, 'workflows.js');
    await writeFile(bundle, stage.bench.workflowBundle.code);
    const journeys: Promise<Traveled | Error>[] = [];
    const reports: KillReport[] = [];
    for (const [index, kill] of kills.entries()) {
      journeys.push(kill.journey.travel(world).catch(asError));
      const tookMs = await killed(stage, kill, { bundle, directory: path.join(directory, String(index)) });
      reports.push({ kill, tookMs, things: 0 });
      say?.(`kill ${index + 1}: at ${kill.point} after ${seconds(tookMs)}, on the way: ${kill.journey.name}`);
    }
    say?.('a worker that nobody kills brings everything to its end');
    const traveled = await survive(stage, journeys);
    return reports.map((report, index) => {
      const journey = traveled[index];
      return { ...report, things: journey === undefined ? 0 : thingsOf(journey) };
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
    await stage.close();
  }
}

async function survive(stage: Stage, journeys: Promise<Traveled | Error>[]): Promise<Traveled[]> {
  const survivor = await stage.bench.startWorker();
  try {
    const traveled = (await Promise.all(journeys)).map(unlessError);
    await verifyMoney(stage, traveled);
    await verifyNotices(stage, traveled);
    return traveled;
  } finally {
    await survivor.stop();
  }
}

type Files = { bundle: string; directory: string };

/** Starts a worker that dies at this point, and waits until it has. */
async function killed({ bench }: Stage, { point, journey }: Kill, files: Files): Promise<number> {
  const { bundle, directory } = files;
  await mkdir(directory);
  const startedAt = performance.now();
  const worker = spawnWorker({
    DATABASE_URL: bench.databaseUrl,
    STRIPE_SECRET_KEY: bench.stripeSecretKey,
    STRIPE_API_URL: bench.stripeUrl,
    TEMPORAL_ADDRESS: bench.temporalAddress,
    TEMPORAL_NAMESPACE: bench.namespace,
    DRAWDOWN_WORKFLOW_BUNDLE: bundle,
    DRAWDOWN_FAILPOINT: point,
    DRAWDOWN_FAILPOINT_DIR: directory,
  });
  const patience = new AbortController();
  const ending = await Promise.race([
    worker.ended,
    delay(DIES_WITHIN_MS, null, { signal: patience.signal, ref: false }),
  ]);
  patience.abort();
  if (ending === null) worker.kill();
  assert.deepEqual(ending, { code: null, signal: 'SIGKILL' }, `${journey.name} did not reach ${point}`);
  return performance.now() - startedAt;
}

/** A journey that fails is told with the others, in the end: it must not end the process while workers run. */
function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function unlessError(traveled: Traveled | Error): Traveled {
  if (traveled instanceof Error) throw traveled;
  return traveled;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
