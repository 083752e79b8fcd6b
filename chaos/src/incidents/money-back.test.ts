import { openBookkeeper } from '@drawdown/ledger/testing';
import type { WorkerProcess } from '@drawdown/worker/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openAgency } from '../stage/agency.ts';
import { stripeCalls } from '../stage/stripe-calls.ts';
import { openTestStage, type TestStage } from '../stage/test-stage.ts';

// A worker, a server and a stand-in for Stripe share the machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

let stage: TestStage;
let worker: WorkerProcess;
let bookkeeper: ReturnType<typeof openBookkeeper>;

beforeAll(async () => {
  stage = await openTestStage();
  worker = await stage.bench.startWorker();
  bookkeeper = openBookkeeper({ databaseUrl: stage.bench.databaseUrl, poolSize: 1 });
});
afterAll(async () => {
  await bookkeeper?.close();
  await worker?.stop();
  await stage?.close();
});

// The postings alone: the processes that follow Stripe's refunds and disputes come with them.
test('Partial refund twice, full dispute after partial refund, dispute won: ledger equals Stripe at each step', async () => {
  const { ledger, observe, stripeUrl } = stage.bench;
  const stripe = stripeCalls(stripeUrl);
  const agency = await openAgency(stage);
  const { accountId } = agency;
  const buyer = await agency.buyerWithCard('pm_card_visa~disputed');
  const { id: topUpId } = await agency.topUp(buyer, 100_00);
  const { stripeChargeId, walletId } = await observe.until(topUpId, 'succeeded');
  const [lot] = (await ledger.lots.ofWallet(accountId, walletId)) ?? [];
  if (lot === undefined || stripeChargeId === null) throw new Error('the top-up was not credited');
  const ofWallet = { accountId, walletId, currency: 'USD', creditTxId: lot.txId } as const;

  /** What Stripe holds for us is what stands in the wallet, less what the buyer owes since a dispute took more. */
  const agree = async (walletMinor: bigint, owedMinor = 0n) => {
    expect([await agency.balance(walletId), await receivable(buyer.id)]).toEqual([walletMinor, -owedMinor]);
    expect(await stripe.balance()).toBe(walletMinor - owedMinor);
    await stage.audit();
  };
  await agree(100_00n);

  for (const left of [80_00n, 60_00n]) {
    const stripeRefundId = await stripe.refund(stripeChargeId, 20_00);
    const refund = { ...ofWallet, refundId: `rfd_${left}`, amountMinor: 20_00n };
    await bookkeeper.post({ ...refund, event: 'refund_requested' });
    await bookkeeper.post({ ...refund, event: 'refund_settled', stripeRefundId });
    await agree(left);
  }

  const dispute = await stripe.openDispute(stripeChargeId);
  expect(dispute.amount).toBe(100_00);
  const disputed = { ...ofWallet, disputeId: dispute.id, amountMinor: 100_00n };
  const ownerId = buyer.id;
  const opened = await bookkeeper.post({
    ...disputed,
    event: 'dispute_opened',
    ownerId,
    availableMinor: 60_00n,
  });
  if (opened.status !== 'posted') throw new Error(`the dispute was not posted: ${opened.status}`);
  await agree(0n, 40_00n);

  await stripe.winDispute(dispute.id);
  await bookkeeper.post({ ...disputed, event: 'dispute_won', disputeTxId: opened.txId });
  await agree(100_00n, 40_00n);
  const creditKey = `dispute_won:${dispute.id}`;
  await bookkeeper.post({ ...ofWallet, event: 'settlement', ownerId, amountMinor: 40_00n, creditKey });
  await agree(60_00n);
});

async function receivable(buyerId: string): Promise<bigint> {
  const { rows } = await stage.sql.query<{ balance: string }>(
    `select balance from book_account where kind = 'receivable' and owner_id = $1`,
    [buyerId],
  );
  return BigInt(rows[0]?.balance ?? 0);
}
