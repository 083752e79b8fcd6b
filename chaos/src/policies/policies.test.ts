import { usd } from '@drawdown/ledger/testing';
import { topUpClient, type WorkerProcess } from '@drawdown/worker/testing';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openAgency } from '../stage/agency.ts';
import { eventually } from '../stage/eventually.ts';
import { openTestStage, type TestStage } from '../stage/test-stage.ts';

// A worker, a server and a stand-in for Stripe share the machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

let stage: TestStage;
let worker: WorkerProcess;

beforeAll(async () => {
  stage = await openTestStage();
  worker = await stage.bench.startWorker();
});
afterEach(() => stage.audit());
afterAll(async () => {
  await worker?.stop();
  await stage?.close();
});

/** What a person waits for at most. */
const SECONDS = 10_000;
const PRICE_MINOR = 10_00;

async function deliver(agency: Awaited<ReturnType<typeof openAgency>>, buyerId: string, leadId: string) {
  const result = await stage.bench.ledger.deliveries.deliver(agency.lead(buyerId, leadId, PRICE_MINOR));
  switch (result.outcome) {
    case 'delivered':
      return result.delivery.fundedBy;
    case 'refused':
      return result.code;
    default:
      return result.outcome;
  }
}

test('pause policy: the first decline stops deliveries before the answer to the top-up is out', async () => {
  const agency = await openAgency(stage);
  const buyer = await agency.buyerWithCard('pm_card_chargeCustomerFail~pause-policy');
  await agency.credit(buyer.walletId, 100_00);
  expect(await deliver(agency, buyer.id, 'before')).toBe('wallet');

  const topUp = await agency.topUp(buyer);
  expect(await topUpClient(stage.bench.client).firstOutcome(topUp)).toMatchObject({ status: 'retrying' });

  expect(await deliver(agency, buyer.id, 'after')).toBe('delivery_paused');
  expect(await agency.pausesOf(buyer.id)).toEqual(['charge_declined']);
});

test('continue policy: exposure grows to its limit, pauses by itself, and a card that pays resumes it within seconds', async () => {
  const agency = await openAgency(stage);
  const buyer = await agency.buyerWithCard('pm_card_chargeCustomerFail~continue-policy', {
    billing: { failurePolicy: 'continue', exposureLimit: usd(50_00) },
  });
  await agency.credit(buyer.walletId, 20_00);
  const topUp = await agency.topUp(buyer);
  expect(await topUpClient(stage.bench.client).firstOutcome(topUp)).toMatchObject({ status: 'retrying' });
  expect(await agency.pausesOf(buyer.id)).toEqual([]);

  const answers: (string | null)[] = [];
  for (let n = 0; n < 9; n += 1) answers.push(await deliver(agency, buyer.id, `lead-${n}`));
  expect(answers).toEqual([
    ...['wallet', 'wallet'],
    ...['trust', 'trust', 'trust', 'trust', 'trust'],
    ...['delivery_paused', 'delivery_paused'],
  ]);
  expect(await agency.owedBy(buyer.id)).toBe(50_00n);
  expect(await agency.pausesOf(buyer.id)).toEqual(['exposure_limit_reached']);

  await agency.bringCard({ kind: 'buyer', buyerId: buyer.id }, 'pm_card_visa~continue-policy');
  await eventually(
    async () => expect(await deliver(agency, buyer.id, 'after the payment')).toBe('wallet'),
    SECONDS,
  );
  expect(await agency.owedBy(buyer.id)).toBe(0n);
  expect(await agency.balance(buyer.walletId)).toBe(250_00n - 50_00n - 10_00n);
});

test('continue policy: money that comes in another way settles what is owed and resumes at once', async () => {
  const agency = await openAgency(stage);
  const buyer = await agency.buyerWithCard('pm_card_chargeCustomerFail~funded', {
    billing: { failurePolicy: 'continue', exposureLimit: usd(20_00) },
  });
  const topUp = await agency.topUp(buyer);
  await topUpClient(stage.bench.client).firstOutcome(topUp);
  const answers: (string | null)[] = [];
  for (let n = 0; n < 3; n += 1) answers.push(await deliver(agency, buyer.id, `lead-${n}`));
  expect(answers).toEqual(['trust', 'trust', 'delivery_paused']);

  await agency.credit(buyer.walletId, 250_00);

  expect(await deliver(agency, buyer.id, 'after the transfer')).toBe('wallet');
  expect(await agency.pausesOf(buyer.id)).toEqual([]);
  await stage.bench.observe.until(topUp.id, 'canceled');
  expect(await stage.bench.observe.moneyMoved(topUp)).toEqual({ charged: 0, credited: 0 });
});
