import { usd } from '@drawdown/ledger/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { restartLostDisputes } from '../sweeps/lost-disputes.ts';
import { receiveMissedEvents } from '../sweeps/missed-stripe-events.ts';
import { createDisputeWorkflows } from '../temporal/dispute-workflows.ts';
import { type DisputesBench, disputesOn } from '../testing/disputes-bench.ts';
import { openWorkerBench, type WorkerBench } from '../testing/worker-bench.ts';
import type { WorkerProcess } from '../worker-process.ts';

let bench: WorkerBench;
let worker: WorkerProcess;
let disputes: DisputesBench;

beforeAll(async () => {
  bench = await openWorkerBench({ webhooks: true });
  worker = await bench.startWorker();
  disputes = disputesOn(bench);
});

afterEach(async () => {
  await bench.stripe.clearFaults();
  await bench.stripe.webhooks('deliver');
  expect(await bench.ledger.checkInvariants()).toEqual([]);
});

afterAll(async () => {
  await worker?.stop();
  await bench?.close();
});

const balance = (walletId: string) => bench.scenario.balance(walletId);

describe('a dispute', () => {
  it('takes its money, waits for the bank, and gives it back when it is won', async () => {
    const paid = await disputes.paid();
    const stripeDisputeId = await disputes.open(paid);
    const dispute = await disputes.until(paid, 'needs_response');
    expect(dispute).toMatchObject({ fromWallet: usd(25_000), fee: usd(1_500), stripeDisputeId });
    expect(await balance(paid.walletId)).toBe(0n);
    await disputes.running(dispute.id);
    await disputes.decide(stripeDisputeId, 'won');
    await disputes.until(paid, 'won');
    expect(await disputes.result(dispute.id)).toEqual({ verdict: 'won' });
    expect(await disputes.words(dispute.id)).toBe('Won: everything was given back.');
    expect(await balance(paid.walletId)).toBe(25_000n);
  });

  it('that is lost keeps what it took, also where the wallet did not have it', async () => {
    const paid = await disputes.paid();
    const { scenario, ledger } = bench;
    await ledger.deliveries.deliver(scenario.lead(paid.buyerId, 'spent', 20_000));
    const stripeDisputeId = await disputes.open(paid);
    const dispute = await disputes.until(paid, 'needs_response');
    expect(dispute).toMatchObject({ fromWallet: usd(5_000), fromReceivable: usd(20_000) });
    await disputes.decide(stripeDisputeId, 'lost');
    await disputes.until(paid, 'lost');
    expect(await disputes.result(dispute.id)).toEqual({ verdict: 'lost' });
    expect(await balance(paid.walletId)).toBe(0n);
  });

  it('begins as an inquiry, which takes nothing before it becomes one', async () => {
    const paid = await disputes.paid();
    const stripeDisputeId = await disputes.open(paid, { inquiry: true });
    const inquiry = await disputes.until(paid, 'inquiry');
    await disputes.running(inquiry.id);
    expect(await balance(paid.walletId)).toBe(25_000n);
    await disputes.escalate(stripeDisputeId);
    expect(await disputes.until(paid, 'needs_response')).toMatchObject({ fromWallet: usd(25_000) });
    expect(await balance(paid.walletId)).toBe(0n);
    const closed = await disputes.paid();
    await disputes.decide(await disputes.open(closed, { inquiry: true }), 'lost');
    const { id } = await disputes.until(closed, 'inquiry_closed');
    expect(await disputes.result(id)).toEqual({ verdict: 'inquiry_closed' });
    expect(await balance(closed.walletId)).toBe(25_000n);
  });

  it.each(['shuffle', 'duplicate'] as const)(
    'comes to the same when its webhooks come in %s',
    async (mode) => {
      await bench.stripe.webhooks(mode);
      const [won, lost] = [await disputes.paid(), await disputes.paid()];
      await disputes.decide(await disputes.open(won, { amount: 10_000 }), 'won');
      await disputes.decide(await disputes.open(lost, { amount: 10_000 }), 'lost');
      await disputes.until(won, 'won');
      await disputes.until(lost, 'lost');
      expect(await balance(won.walletId)).toBe(25_000n);
      expect(await balance(lost.walletId)).toBe(15_000n);
    },
  );

  it('is found by the sweep when no webhook ever came', async () => {
    await bench.stripe.webhooks('drop');
    const paid = await disputes.paid();
    const stripeDisputeId = await disputes.open(paid);
    await receiveMissedEvents(bench, new Date(Date.now() - 3600_000));
    const { id } = await disputes.until(paid, 'needs_response');
    await disputes.running(id);
    await disputes.decide(stripeDisputeId, 'lost');
    await receiveMissedEvents(bench, new Date(Date.now() - 3600_000));
    await disputes.until(paid, 'lost');
    expect(await disputes.result(id)).toEqual({ verdict: 'lost' });
  });

  it('outlives its workflow: one that was terminated or canceled is started again', async () => {
    const paid = await disputes.paid();
    const stripeDisputeId = await disputes.open(paid);
    const { id } = await disputes.until(paid, 'needs_response');
    await disputes.running(id);
    const { ledger, log, client } = bench;
    const sweep = () =>
      restartLostDisputes({ ledger, log, disputeWorkflows: createDisputeWorkflows(client) });
    await disputes.handleOf(id).terminate('by mistake');
    expect(await sweep()).toContain(id);
    await disputes.running(id);
    await disputes.handleOf(id).cancel();
    await expect(disputes.handleOf(id).result()).rejects.toThrow();
    expect(await balance(paid.walletId)).toBe(0n);
    expect(await sweep()).toContain(id);
    await disputes.decide(stripeDisputeId, 'won');
    await disputes.until(paid, 'won');
    expect(await disputes.result(id)).toEqual({ verdict: 'won' });
  });

  it('waits for a Stripe that is away', async () => {
    const paid = await disputes.paid();
    await bench.stripe.fault({ path: '/v1/disputes/', mode: 'http_500', times: 3 });
    await disputes.open(paid);
    await disputes.until(paid, 'needs_response');
  });
});

it('an early fraud warning moves nothing, and is told once', async () => {
  const paid = await disputes.paid();
  const told = async () => {
    const { items } = await bench.ledger.emails.list(bench.scenario.accountId, { limit: 100 });
    return items.filter(({ kind }) => kind === 'dispute_opened').length;
  };
  const before = await told();
  await bench.stripe.webhooks('duplicate');
  await disputes.warn(paid);
  await expect.poll(told, { timeout: 45_000 }).toBe(before + 1);
  expect(await balance(paid.walletId)).toBe(25_000n);
});

it('a refund that is on its way and a dispute of the same payment take what Stripe takes, and no more', async () => {
  const paid = await disputes.paid();
  const { ledger, scenario } = bench;
  const asked = await ledger.refunds.request(
    { accountId: scenario.accountId, topUpId: paid.topUpId, amount: usd(10_000) },
    { kind: 'system', id: 'test', label: 'test' },
  );
  expect(asked.outcome).toBe('accepted');
  const refundId = asked.outcome === 'accepted' ? asked.refund.id : '';
  await disputes.open(paid, { amount: 15_000 });
  await disputes.until(paid, 'needs_response');
  await expect
    .poll(async () => (await ledger.refunds.find(refundId))?.status, { timeout: 45_000 })
    .not.toBe('pending');
  const refund = await ledger.refunds.find(refundId);
  // Stripe refunds nothing that is charged back: whichever came first there decides.
  expect(await balance(paid.walletId)).toBe(refund?.status === 'succeeded' ? 0n : 10_000n);
});
