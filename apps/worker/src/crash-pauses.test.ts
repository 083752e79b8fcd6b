import { tester } from '@drawdown/ledger/testing';
import type { ResolvePauseResult } from '@drawdown/shared/workflows';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import pg from 'pg';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Failpoint } from './failpoints/failpoints.ts';
import { type MortalWorkers, openMortalWorkers } from './testing/mortal-workers.ts';
import { pauseClient } from './testing/pause-client.ts';
import { installQuietRuntime } from './testing/quiet-runtime.ts';
import { findTimeSkippingServer } from './testing/time-skipping/server.ts';
import { openWorkerBench, type WorkerBench } from './testing/worker-bench.ts';
import type { WorkerProcess } from './worker-process.ts';

/** One after the other on the way of one pause: whoever comes next goes on where the one before died. */
const UNTIL_REMINDED: readonly Failpoint[] = [
  'pause:before-read',
  'pause:after-read',
  'pause:before-remind',
  'pause:after-remind',
];
const UNTIL_RESUMED: readonly Failpoint[] = ['pause:before-resume', 'pause:after-resume'];
const UNTIL_RECHECKED: readonly Failpoint[] = ['pause:before-recheck', 'pause:after-recheck'];

const PATIENCE = { timeout: 60_000, interval: 100 };

const server = await findTimeSkippingServer();
if (!server.found) console.warn(`Skipped, because ${server.reason}: the recheck of a pause a day later`);

let bench: WorkerBench;
let mortals: MortalWorkers;
let environment: TestWorkflowEnvironment | undefined;
let survivor: WorkerProcess | undefined;

async function open(options: Parameters<typeof openWorkerBench>[0] = {}): Promise<void> {
  bench = await openWorkerBench(options);
  mortals = await openMortalWorkers(bench);
}

afterEach(async () => {
  await mortals?.close();
  await survivor?.stop();
  survivor = undefined;
  await bench?.close();
  await environment?.teardown();
  environment = undefined;
});

async function paused() {
  const { id: buyerId, accountId } = await bench.scenario.buyer();
  await bench.ledger.pauses.pauseByHand({ accountId, buyerId, note: 'not paid' }, tester);
  return { buyerId, accountId };
}

/** Past the product: what no other way leads to in the time that a test has. */
async function inDatabase(statement: string, values: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: bench.databaseUrl });
  await client.connect();
  await client.query(statement, values);
  await client.end();
}

async function mails(accountId: string): Promise<Record<string, number>> {
  const { items } = await bench.ledger.emails.list(accountId, { limit: 100 });
  const counts: Record<string, number> = {};
  for (const { kind } of items) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** Resolves when the workflow has seen that the buyer receives leads again. */
async function ended(buyerId: string): Promise<unknown> {
  survivor = await bench.startWorker();
  return pauseClient(bench.client).handleOf(buyerId).result();
}

describe('the worker process, while a buyer is paused', { timeout: 300_000 }, () => {
  it('reminds once and resumes once, though it is killed at each step', async () => {
    await open();
    const { buyerId, accountId } = await paused();
    await inDatabase(
      `update pause_episode set opened_at = opened_at - interval '25 hours' where buyer_id = $1`,
      [buyerId],
    );
    for (const failpoint of UNTIL_REMINDED) await mortals.dieAt(failpoint);
    expect(await mails(accountId)).toMatchObject({ pause_reminder: 1 });

    const asked = resolve(buyerId);
    for (const failpoint of UNTIL_RESUMED) await mortals.dieAt(failpoint);
    expect(await ended(buyerId)).toMatchObject({ ended: 'resumed' });
    expect(await asked).toEqual({ resumed: true });

    expect(await bench.ledger.pauses.facts(buyerId)).toMatchObject({ open: [], episode: null });
    expect(await mails(accountId)).toMatchObject({ pause_reminder: 1, resumed: 1 });
    expect(await bench.ledger.checkInvariants()).toEqual([]);
  });

  // The server that skips time never notices that a worker has died: here the step alone does, at the same places.
  it.skipIf(!server.found)(
    'looks a day later whether the reason still holds, and leaves the buyer paused, though the look dies midway',
    async () => {
      installQuietRuntime();
      const path = server.found ? server.executable : '';
      environment = await TestWorkflowEnvironment.createTimeSkipping({
        server: { executable: { type: 'existing-path', path } },
      });
      await open({ temporalAddress: environment.address, namespace: 'default' });
      const died: Failpoint[] = [];
      survivor = await bench.startWorker({
        hit: (name) => {
          if (!UNTIL_RECHECKED.includes(name) || died.includes(name)) return;
          died.push(name);
          throw new Error(`died at ${name}`);
        },
      });
      const { buyerId, accountId } = await paused();
      const pauses = pauseClient(bench.client);
      await pauses.reasons(buyerId);

      await environment.sleep('25 hours');
      await vi.waitFor(() => expect(died).toEqual(UNTIL_RECHECKED), PATIENCE);
      await vi.waitFor(
        async () => expect(await mails(accountId)).toMatchObject({ pause_reminder: 1 }),
        PATIENCE,
      );
      expect(await bench.ledger.pauses.facts(buyerId)).toMatchObject({ open: [{ reason: 'manual' }] });

      expect(await resolve(buyerId)).toEqual({ resumed: true });
      expect(await pauses.handleOf(buyerId).result()).toMatchObject({ ended: 'resumed' });
      expect(await mails(accountId)).toMatchObject({ pause_reminder: 1, resumed: 1 });
      expect(await bench.ledger.checkInvariants()).toEqual([]);
    },
  );
});

/** Asks again as long as nobody has begun: whoever would answer may be dead. */
function resolve(buyerId: string): Promise<ResolvePauseResult> {
  return vi.waitFor(() => pauseClient(bench.client).resolve(buyerId), PATIENCE);
}
