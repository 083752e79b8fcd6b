import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openSeverable, type SeverableServer } from './testing/severable-server.ts';
import { openWorkerBench, type WorkerBench } from './testing/worker-bench.ts';
import type { WorkerProcess } from './worker-process.ts';

let temporal: SeverableServer;
let bench: WorkerBench;
let worker: WorkerProcess;

beforeAll(async () => {
  temporal = await openSeverable(inject('temporalAddress'));
  bench = await openWorkerBench({ temporalAddress: temporal.address });
  worker = await bench.startWorker();
});

afterAll(async () => {
  await worker?.stop();
  await bench?.close();
  await temporal?.sever();
});

describe('while Temporal is away', () => {
  it('keeps top-ups waiting and completes them when it is back', { timeout: 60_000 }, async () => {
    const before = await bench.scenario.requestTopUp(await bench.scenario.buyerWithCard());
    await bench.observe.until(before.id, 'succeeded');

    await temporal.sever();
    const meanwhile = await bench.scenario.requestTopUp(await bench.scenario.buyerWithCard());
    expect(await bench.ledger.outbox.backlog()).toMatchObject({ waiting: 1 });
    expect(await bench.observe.row(meanwhile.id)).toMatchObject({ status: 'pending' });

    await temporal.restore();
    await bench.observe.until(meanwhile.id, 'succeeded');
    expect(await bench.observe.moneyMoved(meanwhile)).toEqual({ charged: 1, credited: 1 });
  });
});
