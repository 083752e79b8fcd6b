import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { tester } from '@drawdown/ledger/testing';
import { STANDARD_RETRY_POLICY } from '@drawdown/shared/retries';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Failpoint } from './failpoints/failpoints.ts';
import { type ChildWorker, spawnWorker } from './testing/child-worker.ts';
import type { PayerScenario } from './testing/payer-scenario.ts';
import { openWorkerBench, type WorkerBench } from './testing/worker-bench.ts';

/** On the way of a charge that is declined once, then paid on schedule. */
const ON_THE_WAY_TO_PAID: readonly Failpoint[] = [
  'charge-retry:after-confirm',
  'charge-retry:before-record-paid',
];

/** On the way of one that is given up. */
const ON_THE_WAY_TO_GIVEN_UP: readonly Failpoint[] = [
  'charge-retry:after-cancel',
  'charge-retry:after-close',
];

type RequestedTopUp = Awaited<ReturnType<PayerScenario['requestTopUp']>>;

let bench: WorkerBench;
let directory: string;
const children: ChildWorker[] = [];

beforeAll(async () => {
  bench = await openWorkerBench();
  directory = await mkdtemp(path.join(os.tmpdir(), 'drawdown-failpoints-'));
  const retryPolicy = { ...STANDARD_RETRY_POLICY, softFunds: [1], giveUpAfter: 1, label: 'seconds' };
  await bench.ledger.accounts.updateSettings(bench.scenario.accountId, { retryPolicy }, tester);
});

afterAll(async () => {
  for (const child of children) child.kill();
  await rm(directory, { recursive: true, force: true });
  await bench?.close();
});

async function declining(code: string, times?: number): Promise<RequestedTopUp> {
  const buyer = await bench.scenario.buyerWithCard(`pm_card_visa~${code}-${children.length}`);
  const topUp = await bench.scenario.requestTopUp(buyer);
  await bench.stripe.cardAnswers(topUp.paymentMethod?.stripePaymentMethodId ?? '', code, times);
  return topUp;
}

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

describe('the worker process, while it collects charges', () => {
  it('charges once and credits once, or not at all, wherever it is killed', {
    timeout: 240_000,
  }, async () => {
    const paid: RequestedTopUp[] = [];
    for (const failpoint of ON_THE_WAY_TO_PAID) {
      paid.push(await declining('insufficient_funds', 1));
      await dieAt(failpoint);
    }
    const givenUp: RequestedTopUp[] = [];
    for (const failpoint of ON_THE_WAY_TO_GIVEN_UP) {
      givenUp.push(await declining('lost_card'));
      await dieAt(failpoint);
    }

    const survivor = await bench.startWorker();
    for (const topUp of paid) {
      await bench.observe.until(topUp.id, 'succeeded', 90_000);
      expect(await bench.observe.moneyMoved(topUp)).toEqual({ charged: 1, credited: 1 });
    }
    for (const topUp of givenUp) {
      await bench.observe.until(topUp.id, 'canceled', 90_000);
      expect(await bench.observe.moneyMoved(topUp)).toEqual({ charged: 0, credited: 0 });
    }
    await survivor.stop();
    expect(await bench.ledger.checkInvariants()).toEqual([]);
  });
});
