import type { WorkerProcess } from '@drawdown/worker/testing';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { newsDelivered } from '../dead-card/dead-card.ts';
import { openAgency, topUpRow } from '../stage/agency.ts';
import { eventually } from '../stage/eventually.ts';
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

test('Same webhook 5x, out of order, payment_intent.succeeded before the API reply: one credit', async () => {
  const { ledger, payments, stripe, observe } = stage.bench;
  const agency = await openAgency(stage);
  const buyer = await agency.buyerWithCard('pm_card_visa~webhooks');
  await stripe.webhooks('duplicate');
  await stripe.fault({ path: '/confirm', method: 'POST', mode: 'delay', times: 1, delayMs: 4_000 });
  const topUp = await agency.topUp(buyer);

  const succeeded = await eventually(async () => {
    const { rows } = await stage.sql.query<{ id: string }>(
      `select id from stripe_event where type = 'payment_intent.succeeded'`,
    );
    expect(rows).toHaveLength(1);
    return rows;
  });
  expect(await topUpRow(ledger, topUp.id)).toMatchObject({ status: 'pending' });

  const { events } = await payments.listEvents({ createdAfter: topUp.createdAt });
  expect(events.map(({ id }) => id)).toContain(succeeded[0]?.id);
  const received: boolean[] = [];
  // Newest first, five times over; what the endpoint has not seen yet is new once.
  for (let times = 0; times < 5; times += 1)
    for (const event of events) received.push(await ledger.webhookInbox.receive(event));
  expect(received.filter(Boolean).length).toBeLessThanOrEqual(events.length - 1);

  await observe.until(topUp.id, 'succeeded');
  await newsDelivered(stage);
  expect(await observe.moneyMoved(topUp)).toEqual({ charged: 1, credited: 1 });
  expect(await agency.balance(buyer.walletId)).toBe(topUp.amount.amountMinor);
});
