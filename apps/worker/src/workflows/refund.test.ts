import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { restartAbandonedRefunds } from '../janitor/abandoned-refunds.ts';
import { createRefundWorkflows } from '../temporal/refund-workflows.ts';
import { type RefundsBench, refundsOn } from '../testing/refunds-bench.ts';
import { openWorkerBench, type WorkerBench } from '../testing/worker-bench.ts';
import type { WorkerProcess } from '../worker-process.ts';

/** Stripe says what became of a slow refund when the test has it say so. */
const AN_HOUR_MS = 3_600_000;

let bench: WorkerBench;
let worker: WorkerProcess;
let refunds: RefundsBench;

beforeAll(async () => {
  bench = await openWorkerBench({ webhooks: true, refundSettlementMs: AN_HOUR_MS });
  worker = await bench.startWorker();
  refunds = refundsOn(bench);
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
const refundPosts = async () =>
  (await bench.stripe.requests('/v1/refunds')).filter(({ method }) => method === 'POST');

describe('a refund', () => {
  it('reaches the card, says so at once, and is one refund at Stripe', async () => {
    const paid = await refunds.paid();
    const refund = await refunds.request(paid, 10_000);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => refunds.firstOutcome(refund)));
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['succeeded']));
    expect(await refunds.until(refund.id, 'succeeded')).toMatchObject({
      stripeRefundId: expect.stringMatching(/^re_/),
    });
    expect(await refunds.atStripe(paid)).toMatchObject([{ refundId: refund.id, amountMinor: 10_000 }]);
    expect(await balance(paid.walletId)).toBe(15_000n);
  });

  it('goes on by itself when nobody starts it: the outbox does', async () => {
    const paid = await refunds.paid();
    const refund = await refunds.request(paid, 2_500);
    await refunds.until(refund.id, 'succeeded');
  });

  it('waits while Stripe takes its time, and ends with what Stripe says', async () => {
    const paid = await refunds.paid('pm_card_pendingRefund');
    const refund = await refunds.request(paid, 10_000);
    expect(await refunds.firstOutcome(refund)).toEqual({ status: 'pending' });
    const { stripeRefundId } = await refunds.until(refund.id, 'pending');
    expect(await refunds.words(refund.id)).toContain('on its way');
    await refunds.settleAtStripe(stripeRefundId ?? '', 'failed', 'lost_or_stolen_card');
    expect(await refunds.until(refund.id, 'failed')).toMatchObject({ failureReason: 'lost_or_stolen_card' });
    expect(await balance(paid.walletId)).toBe(25_000n);
    const mails = await bench.ledger.emails.list(bench.scenario.accountId, { limit: 100 });
    expect(mails.items.filter(({ kind }) => kind === 'refund_failed')).not.toHaveLength(0);
  });

  it('that succeeded and fails later is given back, although its process has ended', async () => {
    const paid = await refunds.paid();
    const refund = await refunds.request(paid, 10_000);
    await refunds.firstOutcome(refund);
    const { stripeRefundId } = await refunds.until(refund.id, 'succeeded');
    await bench.stripe.webhooks('duplicate');
    await refunds.settleAtStripe(stripeRefundId ?? '', 'failed', 'expired_or_canceled_card');
    await refunds.until(refund.id, 'failed');
    expect(await balance(paid.walletId)).toBe(25_000n);
    const again = await refunds.request(paid, 25_000);
    expect(await refunds.firstOutcome(again)).toEqual({ status: 'succeeded' });
    expect(await balance(paid.walletId)).toBe(0n);
  });

  it('that Stripe refuses gives the money back and says why', async () => {
    const paid = await refunds.paid();
    await bench.stripe.webhooks('drop');
    await refunds.inDashboard(paid, 20_000);
    const refund = await refunds.request(paid, 10_000);
    expect(await refunds.firstOutcome(refund)).toEqual({ status: 'failed', reason: 'already_refunded' });
    expect(await balance(paid.walletId)).toBe(25_000n);
    expect(await refunds.words(refund.id)).toContain('in the wallet again');
  });

  it.each(['drop_after', 'drop_before', 'http_500', 'rate_limit'] as const)(
    'is made once when its answer does not come (%s)',
    async (mode) => {
      const paid = await refunds.paid();
      await bench.stripe.fault({ path: '/v1/refunds', method: 'POST', mode, times: 2 });
      const refund = await refunds.request(paid, 5_000);
      await refunds.firstOutcome(refund);
      await vi.waitFor(
        async () => {
          if ((await bench.ledger.refunds.find(refund.id))?.status === 'succeeded') return;
          await refunds.changed(refund.id);
          throw new Error('still unknown');
        },
        { timeout: 40_000, interval: 300 },
      );
      expect(await refunds.atStripe(paid)).toHaveLength(1);
      expect(await balance(paid.walletId)).toBe(20_000n);
    },
    60_000,
  );

  it('cannot be stopped half way, and goes on after its workflow was terminated', async () => {
    const paid = await refunds.paid('pm_card_pendingRefund');
    const refund = await refunds.request(paid, 10_000);
    await refunds.firstOutcome(refund);
    await refunds.handleOf(refund.id).cancel();
    expect(await refunds.words(refund.id)).toContain('on its way');
    const { stripeRefundId } = await refunds.until(refund.id, 'pending');
    await refunds.handleOf(refund.id).terminate('by an operator');
    const before = (await refundPosts()).length;
    const { ledger, client, log } = bench;
    const refundWorkflows = createRefundWorkflows(client);
    const sweep = () =>
      restartAbandonedRefunds({ ledger, refundWorkflows, log }, new Date(Date.now() + 1000));
    expect((await sweep()).map(({ id }) => id)).toEqual([refund.id]);
    expect(await sweep()).toEqual([]);
    await refunds.settleAtStripe(stripeRefundId ?? '', 'succeeded');
    await refunds.until(refund.id, 'succeeded');
    expect((await refundPosts()).length).toBe(before);
  });
});

describe("a refund made in Stripe's dashboard", () => {
  const dashboard = async (walletId: string) =>
    (await bench.ledger.refunds.list(bench.scenario.accountId, { walletId }, { limit: 50 })).items;

  it.each(['deliver', 'duplicate', 'shuffle'] as const)(
    'is followed by the wallet, once for each (%s)',
    async (mode) => {
      const paid = await refunds.paid();
      await bench.stripe.webhooks(mode);
      const parts = [5_000, 7_500, 2_500];
      for (const part of parts) await refunds.inDashboard(paid, part);
      await vi.waitFor(async () => expect(await balance(paid.walletId)).toBe(10_000n), {
        timeout: 20_000,
      });
      const followed = await dashboard(paid.walletId);
      expect(followed.map(({ origin, status }) => [origin, status])).toEqual(
        parts.map(() => ['dashboard', 'succeeded']),
      );
    },
  );

  it('at the same moment as one of ours is told from it', async () => {
    const paid = await refunds.paid();
    await bench.stripe.webhooks('duplicate');
    const ours = await refunds.request(paid, 10_000);
    await Promise.all([refunds.firstOutcome(ours), refunds.inDashboard(paid, 5_000)]);
    await refunds.until(ours.id, 'succeeded');
    await vi.waitFor(async () => expect(await balance(paid.walletId)).toBe(10_000n), { timeout: 20_000 });
    expect((await dashboard(paid.walletId)).map(({ origin }) => origin).sort()).toEqual([
      'dashboard',
      'requested',
    ]);
  });

  it('that fails later is given back', async () => {
    const paid = await refunds.paid();
    const stripeRefundId = await refunds.inDashboard(paid, 10_000);
    await vi.waitFor(async () => expect(await balance(paid.walletId)).toBe(15_000n), { timeout: 20_000 });
    await refunds.settleAtStripe(stripeRefundId, 'failed', 'lost_or_stolen_card');
    await vi.waitFor(async () => expect(await balance(paid.walletId)).toBe(25_000n), { timeout: 20_000 });
    expect(await dashboard(paid.walletId)).toMatchObject([{ status: 'failed' }]);
  });

  it('takes what is there; the rest is owed, and the next credit pays it', async () => {
    const paid = await refunds.paid();
    const { scenario, ledger } = bench;
    await ledger.deliveries.deliver(scenario.lead(paid.buyerId, 'spent', 20_000));
    await refunds.inDashboard(paid, 25_000);
    await vi.waitFor(async () => expect(await balance(paid.walletId)).toBe(0n), { timeout: 20_000 });
    await scenario.credit(paid.walletId, 50_000);
    expect(await balance(paid.walletId)).toBe(30_000n);
  });
});
