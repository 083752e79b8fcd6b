import { tester, usd } from '@drawdown/ledger/testing';
import type { WorkerProcess } from '@drawdown/worker/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openAgency } from '../stage/agency.ts';
import { eventually } from '../stage/eventually.ts';
import { stripeCalls } from '../stage/stripe-calls.ts';
import { openTestStage, type TestStage } from '../stage/test-stage.ts';

// A worker, a server and a stand-in for Stripe share the machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

let stage: TestStage;
let worker: WorkerProcess;

beforeAll(async () => {
  stage = await openTestStage({ webhooks: true });
  worker = await stage.bench.startWorker();
});
afterAll(async () => {
  await worker?.stop();
  await stage?.close();
});

test('Partial refund twice, full dispute after partial refund, dispute won: ledger equals Stripe at each step', async () => {
  const { ledger, observe, stripeUrl } = stage.bench;
  const stripe = stripeCalls(stripeUrl);
  const agency = await openAgency(stage);
  const { accountId } = agency;
  const buyer = await agency.buyerWithCard('pm_card_visa~disputed', { billing: { failurePolicy: 'pause' } });
  const { id: topUpId } = await agency.topUp(buyer, 100_00);
  const { stripeChargeId, walletId } = await observe.until(topUpId, 'succeeded');
  if (stripeChargeId === null) throw new Error('the top-up has no charge at Stripe');

  /** What Stripe holds for us is what stands in the wallet, less what the buyer owes since a dispute took more. */
  const agree = (walletMinor: bigint, owedMinor = 0n) =>
    eventually(async () => {
      expect([await agency.balance(walletId), await owedBy(buyer.id)]).toEqual([walletMinor, owedMinor]);
      expect(await stripe.balance()).toBe(walletMinor - owedMinor);
      await stage.audit();
    });
  await agree(100_00n);

  const asked = await ledger.refunds.request({ accountId, topUpId, amount: usd(20_00) }, tester);
  expect(asked).toMatchObject({ outcome: 'accepted' });
  await agree(80_00n);
  await stripe.refund(stripeChargeId, 20_00);
  await agree(60_00n);

  const dispute = await stripe.openDispute(stripeChargeId, 100_00);
  expect(dispute.amount).toBe(100_00);
  await agree(0n, 40_00n);
  expect(await agency.pausesOf(buyer.id)).toEqual(['dispute_opened']);

  await stripe.winDispute(dispute.id);
  await agree(60_00n);
  await eventually(async () => expect(await agency.pausesOf(buyer.id)).toEqual([]));
});

async function owedBy(buyerId: string): Promise<bigint> {
  const { rows } = await stage.sql.query<{ owed: string }>(
    `select -balance as owed from book_account where kind = 'receivable' and owner_id = $1`,
    [buyerId],
  );
  return BigInt(rows[0]?.owed ?? 0);
}
