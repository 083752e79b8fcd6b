import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type ChildWorker, spawnWorker } from '@drawdown/worker/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAgency } from '../stage/agency.ts';
import { readStripeBooks } from '../stage/stripe-books.ts';
import { openTestStage, type TestStage } from '../stage/test-stage.ts';

let stage: TestStage;
let directory: string;
let child: ChildWorker | undefined;

beforeAll(async () => {
  stage = await openTestStage();
  directory = await mkdtemp(path.join(os.tmpdir(), 'drawdown-killed-'));
});
afterAll(async () => {
  child?.kill();
  await rm(directory, { recursive: true, force: true });
  await stage?.close();
});

test('Worker killed after Stripe success, before credit: credited exactly once on resume; reconciler finds nothing', {
  timeout: 90_000,
}, async () => {
  const { bench } = stage;
  const agency = await openAgency(stage);
  const buyer = await agency.buyerWithCard('pm_card_visa~killed');
  const topUp = await agency.topUp(buyer);
  child = spawnWorker({
    DATABASE_URL: bench.databaseUrl,
    STRIPE_SECRET_KEY: bench.stripeSecretKey,
    STRIPE_API_URL: bench.stripeUrl,
    TEMPORAL_ADDRESS: bench.temporalAddress,
    TEMPORAL_NAMESPACE: bench.namespace,
    DRAWDOWN_FAILPOINT: 'top-up:before-credit',
    DRAWDOWN_FAILPOINT_DIR: directory,
  });
  expect(await child.ended).toEqual({ code: null, signal: 'SIGKILL' });
  expect(await bench.observe.moneyMoved(topUp)).toEqual({ charged: 1, credited: 0 });

  const survivor = await bench.startWorker();
  await bench.observe.until(topUp.id, 'succeeded', 60_000);
  await survivor.stop();

  expect(await bench.observe.moneyMoved(topUp)).toEqual({ charged: 1, credited: 1 });
  const { amount, payment_intent: paidBy } =
    (await readStripeBooks(bench.stripeUrl)).paymentsOf(topUp.id)[0] ?? {};
  const { paymentIntentId } = await bench.observe.row(topUp.id);
  expect([amount, paidBy]).toEqual([Number(topUp.amount.amountMinor), paymentIntentId]);
  await stage.audit();
});
