import { tester } from '@drawdown/ledger/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { restartLostPauses } from '../sweeps/lost-pauses.ts';
import { createPauseWorkflows } from '../temporal/pause-workflows.ts';
import { pauseClient } from '../testing/pause-client.ts';
import { topUpClient } from '../testing/top-up-client.ts';
import { openWorkerBench, type WorkerBench } from '../testing/worker-bench.ts';
import type { WorkerProcess } from '../worker-process.ts';

let bench: WorkerBench;
let worker: WorkerProcess;
let pauses: ReturnType<typeof pauseClient>;

beforeAll(async () => {
  bench = await openWorkerBench();
  worker = await bench.startWorker();
  pauses = pauseClient(bench.client);
});

afterAll(async () => {
  await worker?.stop();
  await bench?.close();
});

async function paused(note = 'not paid since May') {
  const buyer = await bench.scenario.buyer({ name: 'Acme Solar' });
  const { accountId } = buyer;
  await bench.ledger.pauses.pauseByHand({ accountId, buyerId: buyer.id, note }, tester);
  await pauses.reasons(buyer.id);
  return buyer;
}

const openReasons = async (buyerId: string) => (await bench.ledger.pauses.facts(buyerId))?.open ?? [];

describe('a pause', () => {
  it('is shown to operators with its reason, what ends it and what comes next', async () => {
    const { id, accountId } = await paused();

    const details = await pauses.details(id, 'receives no leads');

    expect(details).toMatch(/^\*\*Acme Solar\*\* receives no leads since 20\d\d-\d\d-\d\d \d\d:\d\d UTC\./);
    expect(details).toMatch(/- Paused by hand, since .* UTC.*, "not paid since May"/);
    expect(details).toContain('Delivery resumes once an admin resumes it.');
    expect(details).toContain('Leads withheld so far: 0 leads, worth $0.00. In the wallet: $0.00.');
    expect(details).toMatch(/Next reminder: .* UTC$/);
    expect(await pauses.searchAttributes(id)).toMatchObject({
      AccountId: accountId,
      BuyerId: id,
      FlowState: 'paused',
      PauseReason: ['manual'],
    });
  });

  it('ends when an operator resolves it, and that is in the database before he hears of it', async () => {
    const { id, accountId } = await paused();

    expect(await pauses.resolve(id)).toEqual({ resumed: true });

    expect(await openReasons(id)).toEqual([]);
    expect(await bench.ledger.buyers.get(accountId, id)).toMatchObject({ deliveryStatus: 'active' });
    expect(await pauses.handleOf(id).result()).toMatchObject({ ended: 'resumed' });
    expect(await pauses.searchAttributes(id)).toMatchObject({ FlowState: 'resumed' });
  });

  it('ends by itself when it is lifted anywhere else', async () => {
    const { id, accountId } = await paused();
    await bench.ledger.pauses.resume({ accountId, buyerId: id, note: 'promised to pay' }, tester);
    expect(await pauses.handleOf(id).result()).toMatchObject({ ended: 'resumed' });
  });

  it('is one workflow however often it is told of, and none for a buyer who receives leads', async () => {
    const buyer = await paused();
    const workflows = createPauseWorkflows(bench.client, bench.ledger.pauses);
    const input = { buyerId: buyer.id, accountId: buyer.accountId };
    const runId = await pauses.runId(buyer.id);

    await Promise.all(Array.from({ length: 10 }, () => workflows.changed(input)));
    expect(await pauses.runId(buyer.id)).toBe(runId);

    await pauses.resolve(buyer.id);
    await pauses.handleOf(buyer.id).result();
    await workflows.changed(input);
    expect(await workflows.isRunning(buyer.id)).toBe(false);
    expect(await pauses.runId(buyer.id)).toBe(runId);
  });

  it('can follow another pause of the same buyer', async () => {
    const buyer = await paused();
    await pauses.resolve(buyer.id);
    await pauses.handleOf(buyer.id).result();
    const first = await pauses.runId(buyer.id);

    const again = { accountId: buyer.accountId, buyerId: buyer.id, note: 'again' };
    await bench.ledger.pauses.pauseByHand(again, tester);

    expect(await pauses.details(buyer.id, '"again"')).toContain('Paused by hand');
    expect(await pauses.runId(buyer.id)).not.toBe(first);
  });

  it('refuses to be resolved without a name and a reason', async () => {
    const { id } = await paused();
    await expect(pauses.resolve(id, { by: 'Ada', note: ' ' })).rejects.toMatchObject({
      cause: { message: 'Who resumes it, and why, has to be said.' },
    });
    expect(await openReasons(id)).toHaveLength(1);
  });

  it('answers everybody who resolves it at once, and closes it once', async () => {
    const { id, accountId } = await paused();
    const answers = await Promise.allSettled(
      Array.from({ length: 5 }, (_, index) => pauses.resolve(id, { by: `Ada ${index}`, note: 'paid' })),
    );
    const resumed = answers.filter((answer) => answer.status === 'fulfilled' && answer.value.resumed);
    expect(resumed.length).toBeGreaterThanOrEqual(1);
    expect(await openReasons(id)).toEqual([]);
    const { items } = await bench.ledger.outgoingWebhooks.list(accountId, { limit: 20 });
    const told = items.filter(({ payload }) => payload.buyerId === id).map(({ type }) => type);
    expect(told.toSorted()).toEqual(['buyer.paused', 'buyer.resumed']);
  });
});

describe('reasons that are added and removed while a pause runs', () => {
  it('are shown by the same run until the last one is gone', { timeout: 60_000 }, async () => {
    const { scenario, stripe, ledger, client } = bench;
    const { accountId, id, walletId } = await scenario.buyerWithCard('pm_card_visa~two-reasons');
    const topUp = await scenario.requestTopUp({ id, walletId });
    await stripe.cardAnswers(topUp.paymentMethod?.stripePaymentMethodId ?? '', 'insufficient_funds');
    expect(await topUpClient(client).firstOutcome(topUp)).toMatchObject({ status: 'retrying' });
    expect(await pauses.reasons(id)).toHaveLength(1);
    const runId = await pauses.runId(id);

    await ledger.pauses.pauseByHand({ accountId, buyerId: id, note: 'asked for a break' }, tester);
    expect(await pauses.reasons(id, 2)).toHaveLength(2);
    await expectShown(id, ['charge_declined', 'manual']);

    await scenario.credit(walletId, 50_000);
    await expectShown(id, ['manual']);
    expect(await pauses.reasons(id)).toEqual([expect.stringContaining('"asked for a break"')]);
    expect(await openReasons(id)).toHaveLength(1);
    expect(await ledger.buyers.get(accountId, id)).toMatchObject({ deliveryStatus: 'paused' });
    expect(await pauses.runId(id)).toBe(runId);

    expect(await pauses.resolve(id)).toEqual({ resumed: true });
    expect(await pauses.handleOf(id).result()).toMatchObject({ ended: 'resumed' });
    expect(await pauses.runId(id)).toBe(runId);
    expect(await ledger.checkInvariants()).toEqual([]);
  });

  async function expectShown(buyerId: string, reasons: string[]): Promise<void> {
    await vi.waitFor(
      async () => {
        const { PauseReason: shown, FlowState: state } = await pauses.searchAttributes(buyerId);
        expect({ state, shown: Array.isArray(shown) && shown.toSorted() }).toEqual({
          state: 'paused',
          shown: reasons,
        });
      },
      { timeout: 20_000, interval: 100 },
    );
  }
});

describe('a lost workflow', () => {
  const sweep = () => {
    const { ledger, client, log } = bench;
    return restartLostPauses({ ledger, pauseWorkflows: createPauseWorkflows(client, ledger.pauses), log });
  };

  it.each(['terminate', 'cancel'] as const)(
    'does not resume the buyer (%s): a sweep starts it again and it goes on',
    async (how) => {
      const { id } = await paused();
      const first = await pauses.runId(id);
      await pauses.handleOf(id)[how]();
      await expect(pauses.handleOf(id).result()).rejects.toThrow();
      expect(await openReasons(id)).toHaveLength(1);

      await sweep();
      expect(await sweep()).not.toContain(id);

      expect(await pauses.runId(id)).not.toBe(first);
      expect(await pauses.details(id, 'receives no leads')).toContain('Paused by hand');
      expect(await pauses.resolve(id)).toEqual({ resumed: true });
    },
  );

  it('answers whom it left waiting when it is canceled', async () => {
    const { id } = await paused();
    await pauses.handleOf(id).cancel();
    const answer = await pauses.resolve(id).catch((error: Error) => error.name);
    // Canceled first: the update finds no workflow. Asked first: it is carried out.
    expect(
      answer === 'WorkflowNotFoundError' ||
        answer === 'WorkflowUpdateFailedError' ||
        typeof answer === 'object',
    ).toBe(true);
    const isOpen = (await openReasons(id)).length === 1;
    if (typeof answer === 'object') expect(isOpen).toBe(!answer.resumed);
    else expect(isOpen).toBe(true);
  });
});

describe('money that comes in while a pause is being lifted', () => {
  it('leaves one end of the pause, whoever was faster', async () => {
    const buyer = await paused();
    const { accountId, id: buyerId } = buyer;
    await Promise.all([
      pauses.resolve(buyerId),
      bench.scenario.credit(buyer.walletId, 50_000),
      bench.ledger.pauses.resume({ accountId, buyerId, note: 'at the same time' }, tester),
    ]);
    await pauses.handleOf(buyerId).result();
    expect(await openReasons(buyerId)).toEqual([]);
    const lead = bench.scenario.lead(buyerId, 'lead-1', 4_000);
    expect(await bench.ledger.deliveries.deliver(lead)).toMatchObject({ outcome: 'delivered' });
    expect(await bench.ledger.checkInvariants()).toEqual([]);
  });

  it('does not end the workflow of a buyer who was paused again meanwhile', async () => {
    const { accountId, id: buyerId } = await paused();
    const again = { accountId, buyerId, note: 'paused again' };
    const { pauses: records } = bench.ledger;
    await records.resume({ accountId, buyerId, note: 'lifted' }, tester);
    await records.pauseByHand(again, tester);

    expect(await pauses.details(buyerId, '"paused again"')).toContain('receives no leads');
    expect(await createPauseWorkflows(bench.client, records).isRunning(buyerId)).toBe(true);
  });
});
