import type { WorkerProcess } from '@drawdown/worker/testing';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { attemptsOf, newsDelivered } from '../dead-card/dead-card.ts';
import { openAgency } from '../stage/agency.ts';
import { openTestStage, type TestStage } from '../stage/test-stage.ts';

// A worker, a server and a stand-in for Stripe share the machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

let stage: TestStage;
let worker: WorkerProcess;

beforeAll(async () => {
  stage = await openTestStage({ webhooks: true });
  worker = await stage.bench.startWorker();
});
afterEach(() => stage.audit());
afterAll(async () => {
  await worker?.stop();
  await stage?.close();
});

test('Re-attach same card: still paused. Attach other card: resumes, one check.', async () => {
  const agency = await openAgency(stage);
  const buyer = await agency.buyerWithCard('pm_card_chargeCustomerFail~reattached');
  const payer = { kind: 'buyer', buyerId: buyer.id } as const;
  const topUp = await agency.topUp(buyer);
  await stage.bench.observe.until(topUp.id, 'retrying');
  const asked = await attemptsOf(stage, agency.accountId);

  await agency.bringCard(payer, 'pm_card_chargeCustomerFail~reattached');
  await newsDelivered(stage);
  expect(await agency.pausesOf(buyer.id)).toEqual(['charge_declined']);

  await agency.bringCard(payer, 'pm_card_visa~reattached');
  await stage.bench.observe.until(topUp.id, 'succeeded');
  expect(await agency.pausesOf(buyer.id)).toEqual([]);
  expect(await stage.bench.observe.moneyMoved(topUp)).toEqual({ charged: 1, credited: 1 });
  expect((await attemptsOf(stage, agency.accountId)) - asked).toBe(1);
});

test('Auto top-up disabled in mid-flight: no new charge; in-flight one settles and is credited', async () => {
  const { ledger, stripe, observe } = stage.bench;
  const agency = await openAgency(stage);
  const buyer = await agency.buyerWithCard('pm_card_visa~disabled');
  await agency.credit(buyer.walletId, 100_01);
  await agency.autoTopUp(buyer, { threshold: 100_00, amount: 200_00, dailyLimit: 5_000_00 });
  await stripe.fault({ path: '/confirm', method: 'POST', mode: 'delay', times: 1, delayMs: 1_500 });
  await ledger.deliveries.deliver(agency.lead(buyer.id, 'the one that crosses it', 1));
  const { items } = await ledger.topUps.list(agency.accountId, { walletId: buyer.walletId }, { limit: 10 });
  const inFlight = items.find(({ trigger }) => trigger === 'auto');
  if (inFlight === undefined) throw new Error('no automatic top-up was started');

  await agency.autoTopUp(buyer, { threshold: 100_00, amount: 200_00, enabled: false });
  await observe.until(inFlight.id, 'succeeded');
  expect(await agency.balance(buyer.walletId)).toBe(300_00n);

  await ledger.deliveries.deliver(agency.lead(buyer.id, 'far below it', 250_00));
  await ledger.autoTopUps.sweep(100);
  const after = await ledger.topUps.list(agency.accountId, { walletId: buyer.walletId }, { limit: 10 });
  expect(after.items.filter(({ trigger }) => trigger === 'auto')).toHaveLength(1);
});
