import { tester } from '@drawdown/ledger/testing';
import { WorkflowNotFoundError } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTopUpWorkflows } from '../temporal/top-up-workflows.ts';
import { type CollectionsBench, ONCE, openCollectionsBench } from '../testing/collections-bench.ts';
import type { FaultMode } from '../testing/emulator-control.ts';

const PATIENCE = { timeout: 20_000, interval: 100 };

let bench: CollectionsBench;
let cards = 0;
let mailBefore: string[];

beforeAll(async () => {
  bench = await openCollectionsBench({ webhooks: true });
});

beforeEach(async () => {
  mailBefore = (await allMail()).map(({ id }) => id);
});

afterEach(async () => {
  await bench.calm();
  expect(await bench.ledger.checkInvariants()).toEqual([]);
});

afterAll(() => bench?.close());

/** A top-up whose card will be declined, of a payer who has consented to another one. */
async function withBackup(code: string, answers: string | null = null) {
  const { buyer, topUp, card } = await bench.failing(code);
  const backup = await bench.backupCard(buyer.id, `pm_card_visa~backup-${++cards}`);
  if (answers !== null) await bench.stripe.cardAnswers(backup.stripePaymentMethodId, answers);
  return { buyer, topUp, card, backup };
}

/** What happens to the second confirmation from now on, which is the one of the backup card. */
async function secondConfirm(mode: FaultMode, delayMs = 0): Promise<void> {
  const confirm = { path: '/confirm', method: 'POST' };
  await bench.stripe.fault({ ...confirm, mode: 'delay', delayMs: 0, times: 1 });
  // A connection that breaks is tried again once by Stripe's own client.
  await bench.stripe.fault({ ...confirm, mode, delayMs, times: mode === 'delay' ? 1 : 2 });
}

/** Mail that was written since the test began. */
async function mailKinds(): Promise<string[]> {
  const known = new Set(mailBefore);
  return (await allMail()).flatMap(({ id, kind }) => (known.has(id) ? [] : [kind]));
}

async function allMail() {
  return (await bench.ledger.emails.list(bench.scenario.accountId, { limit: 100 })).items;
}

async function pausesEver(buyerId: string): Promise<number> {
  const { items } = await bench.ledger.outgoingWebhooks.list(bench.scenario.accountId, { limit: 100 });
  return items.filter(({ type, payload }) => type === 'buyer.paused' && payload.buyerId === buyerId).length;
}

async function openReasons(buyerId: string): Promise<string[]> {
  return ((await bench.ledger.pauses.facts(buyerId))?.open ?? []).map(({ reason }) => reason);
}

describe('the backup card of a top-up whose first try is declined', () => {
  it.each(['insufficient_funds', 'expired_card', 'lost_card', 'authentication_required'])(
    'pays before the decline (%s) has any consequence',
    async (code) => {
      const { buyer, topUp, backup } = await withBackup(code);

      expect(await bench.firstOutcome(topUp)).toEqual({ status: 'succeeded' });

      expect(await bench.observe.ended(topUp.id)).toMatchObject({
        status: 'succeeded',
        attempts: [{ outcome: 'declined', decline: { code } }, { outcome: 'succeeded' }],
      });
      expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
      expect(await bench.confirmKeys(topUp)).toEqual([':1', ':2']);
      expect(await pausesEver(buyer.id)).toBe(0);
      expect((await mailKinds()).sort()).toEqual(['charge_declined', 'receipt']);
      expect(await bench.ledger.charges.get(topUp.chargeId)).toMatchObject({
        paymentMethod: { id: backup.id },
      });
      await expect(bench.retries.handleOf(topUp.chargeId).describe()).rejects.toThrow(WorkflowNotFoundError);
    },
  );

  it('leaves the card that was refused for good blocked', async () => {
    const { buyer, topUp, card } = await withBackup('lost_card');
    await bench.firstOutcome(topUp);
    await bench.observe.ended(topUp.id);

    const next = await bench.scenario.requestTopUp(buyer);
    const reserved = await bench.ledger.collections.reserveAttempt({
      chargeId: next.chargeId,
      attempt: 1,
      paymentMethodId: card.id,
      asked: true,
    });

    expect(reserved).toMatchObject({ outcome: 'card_blocked' });
    await bench.ledger.topUps.cancel(next.id, 'the test is over', tester);
  });

  it('is asked once: when it is declined too, the decline before has its consequences', async () => {
    const { buyer, topUp } = await withBackup('insufficient_funds', 'lost_card');

    expect(await bench.firstOutcome(topUp)).toEqual({ status: 'retrying', code: 'insufficient_funds' });

    expect(await openReasons(buyer.id)).toEqual(['charge_declined']);
    const { attempts, nextAttemptAt } = await bench.waiting(topUp.chargeId);
    expect({ attempts, nextAttemptAt }).toEqual({ attempts: 2, nextAttemptAt: expect.any(String) });
    expect(await bench.confirmKeys(topUp)).toEqual([':1', ':2']);
    expect(await mailKinds()).toEqual(['charge_declined']);
  });

  it.each(['drop_before', 'drop_after'] as const)(
    'says neither yes nor no (%s): the consequences come at once, and the money once',
    async (mode) => {
      const { buyer, topUp } = await withBackup('insufficient_funds');
      await secondConfirm(mode);

      expect(await bench.firstOutcome(topUp)).toEqual({ status: 'retrying', code: 'insufficient_funds' });

      expect(await pausesEver(buyer.id)).toBe(1);
      expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
      expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
      expect(await bench.confirmKeys(topUp)).toEqual([':1', ':2']);
      await vi.waitFor(async () => expect(await openReasons(buyer.id)).toEqual([]), PATIENCE);
    },
  );

  it('keeps the schedule of the card before where its decline is heard of only later', async () => {
    const { topUp, card } = await withBackup('insufficient_funds', 'lost_card');
    await secondConfirm('drop_after');

    await bench.firstOutcome(topUp);

    await vi.waitFor(async () => expect((await bench.waiting(topUp.chargeId)).attempts).toBe(2), PATIENCE);
    const { words } = await bench.waiting(topUp.chargeId);
    expect(words).toContain(`Attempt 3 with visa ${card.last4}`);
    expect(await bench.confirmKeys(topUp)).toEqual([':1', ':2']);
  });

  it('is taken up by another run where this one ends while Stripe is being asked', async () => {
    const { buyer, topUp } = await withBackup('insufficient_funds');
    await secondConfirm('delay', 3_000);
    const told = bench.firstOutcome(topUp).catch((error: Error) => error);
    await vi.waitFor(
      async () => expect((await bench.observe.row(topUp.id)).attempts).toHaveLength(2),
      PATIENCE,
    );
    await bench.topUps.handleOf(topUp.id).terminate();
    expect(await told).toBeInstanceOf(Error);
    expect(await openReasons(buyer.id)).toEqual([]);

    await createTopUpWorkflows(bench.client).startAgain(await bench.observe.row(topUp.id));

    expect(await bench.observe.ended(topUp.id)).toMatchObject({
      status: 'succeeded',
      attempts: [{ outcome: 'declined' }, { outcome: 'succeeded' }],
    });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    expect(await bench.confirmKeys(topUp)).toEqual([':1', ':2']);
    expect(await openReasons(buyer.id)).toEqual([]);
  });

  it('is not asked while its own limits refuse it', async () => {
    const { buyer, topUp, backup } = await withBackup('insufficient_funds');
    const other = await bench.scenario.requestTopUp(buyer, 10_000, { paymentMethodId: backup.id });
    await bench.stripe.cardAnswers(backup.stripePaymentMethodId, 'stolen_card');
    await bench.firstOutcome(other);

    expect(await bench.firstOutcome(topUp)).toEqual({ status: 'retrying', code: 'insufficient_funds' });

    expect(await bench.confirmKeys(topUp)).toEqual([':1']);
  });

  it.each(['invalid_amount', 'duplicate_transaction'])(
    'is no answer to %s, which waits for people and pauses nobody',
    async (code) => {
      const { buyer, topUp } = await withBackup(code);

      expect(await bench.firstOutcome(topUp)).toEqual({ status: 'retrying', code });

      expect(await bench.confirmKeys(topUp)).toEqual([':1']);
      expect(await pausesEver(buyer.id)).toBe(0);
      expect(await mailKinds()).toEqual(['charge_declined']);
      expect((await bench.waiting(topUp.chargeId)).nextAttemptAt).toBeNull();
    },
  );
});
