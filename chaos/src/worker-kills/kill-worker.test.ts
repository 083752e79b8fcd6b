import { testBackends } from '@drawdown/stack/testing';
import type { Failpoint } from '@drawdown/worker/testing';
import { expect, test } from 'vitest';
import { killWorker } from './kill-worker.ts';

/**
 * Where money could be taken or posted twice and no test of the worker itself kills it; the command `kill-worker` has
 * every point.
 */
const AROUND_THE_MONEY: readonly Failpoint[] = [
  'top-up:after-record-decline',
  'charge-retry:after-record-paid',
  'lead-charge:before-refuse',
  'invoice:before-record-attempt',
];

test('a worker killed around the money leaves one charge and one posting for whatever was paid, and nobody paused', async () => {
  const reports = await killWorker({
    databaseUrl: await testBackends.createDatabase(),
    temporalAddress: testBackends.temporalAddress(),
    seed: 1,
    times: AROUND_THE_MONEY.length,
    points: AROUND_THE_MONEY,
  });
  expect(reports).toHaveLength(AROUND_THE_MONEY.length);
}, 600_000);
