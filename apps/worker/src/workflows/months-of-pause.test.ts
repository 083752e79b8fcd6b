import { tester } from '@drawdown/ledger/testing';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPauseWorkflows } from '../temporal/pause-workflows.ts';
import { pauseClient } from '../testing/pause-client.ts';
import { installQuietRuntime } from '../testing/quiet-runtime.ts';
import { findTimeSkippingServer } from '../testing/time-skipping/server.ts';
import { openWorkerBench, type WorkerBench } from '../testing/worker-bench.ts';
import type { WorkerProcess } from '../worker-process.ts';

const server = await findTimeSkippingServer();
if (!server.found) console.warn(`Skipped, because ${server.reason}: months of pause`);

describe.skipIf(!server.found)('months of pause', { timeout: 180_000 }, () => {
  let environment: TestWorkflowEnvironment;
  let bench: WorkerBench;
  let worker: WorkerProcess;
  let pauses: ReturnType<typeof pauseClient>;

  // A server of its own for each: the time that one skipped would lie between the next one and its database.
  beforeEach(async () => {
    installQuietRuntime();
    const path = server.found ? server.executable : '';
    environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
    bench = await openWorkerBench({ temporalAddress: environment.address, namespace: 'default' });
    worker = await bench.startWorker();
    pauses = pauseClient(bench.client);
  });

  afterEach(async () => {
    await worker?.stop();
    await bench?.close();
    await environment?.teardown();
  });

  async function paused() {
    const buyer = await bench.scenario.buyer();
    const { accountId } = buyer;
    await bench.ledger.pauses.pauseByHand({ accountId, buyerId: buyer.id, note: 'not paid' }, tester);
    await pauses.reasons(buyer.id);
    return buyer;
  }

  /** The mails about reminders that the account has been sent so far. */
  async function reminders(accountId: string): Promise<number> {
    const { items } = await bench.ledger.emails.list(accountId, { limit: 100 });
    return items.filter(({ kind }) => kind === 'pause_reminder').length;
  }

  async function remindersAre(accountId: string, expected: number): Promise<void> {
    await vi.waitFor(async () => expect(await reminders(accountId)).toBe(expected), {
      timeout: 15_000,
      interval: 50,
    });
  }

  it('is reminded of on days 1, 3 and 7, then weekly, and no more once it is resolved', async () => {
    const { id, accountId } = await paused();

    await environment.sleep('23 hours');
    await remindersAre(accountId, 0);
    await environment.sleep('2 hours');
    await remindersAre(accountId, 1);
    await environment.sleep('1 day');
    await remindersAre(accountId, 1);
    await environment.sleep('1 day');
    await remindersAre(accountId, 2);
    await environment.sleep('4 days');
    await remindersAre(accountId, 3);
    await environment.sleep('6 days');
    await remindersAre(accountId, 3);
    await environment.sleep('1 day');
    await remindersAre(accountId, 4);
    await environment.sleep('70 days');
    await remindersAre(accountId, 14);

    expect(await pauses.resolve(id)).toEqual({ resumed: true });
    expect(await pauses.handleOf(id).result()).toMatchObject({ ended: 'resumed' });
    await environment.sleep('30 days');
    await remindersAre(accountId, 14);
  });

  it('is reminded of anew when the buyer is paused again', async () => {
    const { id, accountId } = await paused();
    await environment.sleep('25 hours');
    await remindersAre(accountId, 1);
    expect(await pauses.resolve(id)).toEqual({ resumed: true });
    await pauses.handleOf(id).result();

    await bench.ledger.pauses.pauseByHand({ accountId, buyerId: id, note: 'again' }, tester);
    await pauses.details(id, '"again"');
    await environment.sleep('25 hours');
    await remindersAre(accountId, 2);
    expect(await pauses.resolve(id)).toEqual({ resumed: true });
  });

  it('goes on with its reminders after its workflow was terminated, and repeats none', async () => {
    const { id, accountId } = await paused();
    await environment.sleep('73 hours');
    await remindersAre(accountId, 2);
    await pauses.handleOf(id).terminate();

    const workflows = createPauseWorkflows(bench.client, bench.ledger.pauses);
    await workflows.changed({ buyerId: id, accountId });
    await pauses.details(id, 'receives no leads');
    await remindersAre(accountId, 2);
    await environment.sleep('5 days');
    await remindersAre(accountId, 3);
    expect(await pauses.resolve(id)).toEqual({ resumed: true });
  });

  it('goes on in a new run when its history has grown long, and misses no reminder', async () => {
    const { id, accountId } = await paused();
    const first = await pauses.runId(id);
    await environment.sleep('200 days');
    await remindersAre(accountId, 30);
    expect(await pauses.runId(id)).not.toBe(first);
    expect(await pauses.resolve(id)).toEqual({ resumed: true });
    expect(await pauses.handleOf(id).result()).toMatchObject({ ended: 'resumed' });
  });
});
