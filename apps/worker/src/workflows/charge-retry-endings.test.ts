import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { restartAbandonedTopUps } from '../janitor/janitor.ts';
import { createTopUpWorkflows } from '../temporal/top-up-workflows.ts';
import {
  type CollectionsBench,
  NEVER,
  ONCE,
  openCollectionsBench,
  type RequestedTopUp,
} from '../testing/collections-bench.ts';

let bench: CollectionsBench;

beforeAll(async () => {
  bench = await openCollectionsBench({ webhooks: true });
});

afterEach(() => bench.calm());

afterAll(() => bench?.close());

const REFUSED = { closed: false, because: 'The card had been charged already; the wallet is credited.' };

describe('a failing charge that somebody ends', () => {
  it.each([
    ['stop', 'stopped', 'canceled'],
    ['writeOff', 'written_off', 'canceled'],
  ] as const)('by %s is never charged again', async (how, closedAs, status) => {
    const { topUp } = await bench.declined('insufficient_funds');
    await bench.waiting(topUp.chargeId);

    expect(await bench.retries[how](topUp.chargeId)).toEqual({ closed: true });

    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status });
    expect(await bench.ledger.collections.facts(topUp.chargeId)).toEqual({ state: 'ended', closedAs });
    expect(await bench.paymentIntentStatus(topUp)).toBe('canceled');
    expect(await bench.observe.moneyMoved(topUp)).toEqual(NEVER);
  });

  it('by marking it as paid outside is credited once, as money from outside', async () => {
    const { topUp, buyer } = await bench.declined('insufficient_funds');
    await bench.waiting(topUp.chargeId);

    expect(await bench.retries.markPaid(topUp.chargeId)).toEqual({ closed: true });

    await bench.observe.ended(topUp.id);
    expect(await bench.observe.moneyMoved(topUp)).toEqual({ charged: 0, credited: 1 });
    expect(await bench.scenario.balance(topUp.walletId)).toBe(25_000n);
    expect(await bench.ledger.pauses.facts(buyer.id)).toMatchObject({ open: [] });
  });

  it('by canceling the top-up is canceled there too', async () => {
    const { topUp } = await bench.declined('insufficient_funds');
    await bench.waiting(topUp.chargeId);

    expect(await bench.topUps.cancel(topUp.id)).toEqual({ canceled: true });

    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'canceled' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(NEVER);
  });

  it.each(['stop', 'writeOff', 'markPaid'] as const)(
    'by %s is credited instead when the money has come in, and the action is refused',
    async (how) => {
      const { topUp } = await bench.declined('insufficient_funds');
      await bench.waiting(topUp.chargeId);
      await bench.stripe.webhooks('drop');
      await payPastUs(topUp);

      expect(await bench.retries[how](topUp.chargeId)).toEqual(REFUSED);

      expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
      expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    },
  );

  it('through its top-up is credited instead when the money has come in', async () => {
    const { topUp } = await bench.declined('insufficient_funds');
    await bench.waiting(topUp.chargeId);
    await bench.stripe.webhooks('drop');
    await payPastUs(topUp);

    expect(await bench.topUps.cancel(topUp.id)).toMatchObject({ canceled: false });

    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });

  it('cannot be ended, nor tried again, while an attempt is at Stripe', async () => {
    const { topUp } = await bench.declined('insufficient_funds');
    await bench.waiting(topUp.chargeId);
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode: 'delay', times: 1, delayMs: 2500 });
    const trying = bench.retries.retryNow(topUp.chargeId);
    await vi.waitFor(async () => expect(await bench.confirmKeys(topUp)).toContain(':2'), 10_000);

    for (const act of [bench.retries.stop, bench.retries.retryNow]) {
      const refusal = await act(topUp.chargeId).catch((error: Error) => error.cause);
      expect(refusal).toMatchObject({ message: 'The card is being charged at this moment.' });
    }
    expect(await trying).toMatchObject({ outcome: 'declined' });
  });

  it('ends once when it is stopped, written off and paid by another card at the same moment', async () => {
    const { topUp, buyer } = await bench.declined('insufficient_funds');
    await bench.waiting(topUp.chargeId);

    await Promise.allSettled([
      bench.retries.stop(topUp.chargeId),
      bench.scenario.changeCard(buyer.id, `pm_card_visa~race-${topUp.id}`),
      bench.retries.writeOff(topUp.chargeId),
    ]);

    const { status } = await bench.observe.ended(topUp.id);
    expect(await bench.observe.moneyMoved(topUp)).toEqual(status === 'succeeded' ? ONCE : NEVER);
    expect(await bench.ledger.checkInvariants()).toEqual([]);
  });
});

describe('a charge that the payer has to confirm', () => {
  it('is credited when the payer has confirmed the same payment', async () => {
    const { topUp } = await confirmationNeeded();
    const { words } = await bench.waiting(topUp.chargeId);
    expect(words).toMatch(/Waits for the payer to confirm the payment with the bank, or for another card/);

    await bench.stripe.authenticate(await intentOf(topUp), 'success');

    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });

  it('is never confirmed by us meanwhile, and is paid by another card', async () => {
    const { topUp, buyer } = await confirmationNeeded();
    await bench.waiting(topUp.chargeId);
    expect(await bench.confirmKeys(topUp)).toEqual([':1']);

    await bench.scenario.changeCard(buyer.id, 'pm_card_visa~instead');

    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });

  it('pauses delivery for that reason', async () => {
    const { buyer } = await confirmationNeeded();
    const facts = await bench.ledger.pauses.facts(buyer.id);
    expect(facts?.open).toMatchObject([{ reason: 'authentication_required' }]);
  });
});

describe('a workflow that an operator ends', () => {
  it.each(['terminate', 'cancel'] as const)(
    'goes on after a %s of the process that collects the charge',
    async (how) => {
      const { topUp, card } = await bench.declined('insufficient_funds');
      await bench.waiting(topUp.chargeId);
      const { runId } = await bench.retries.handleOf(topUp.chargeId).describe();

      await bench.retries.handleOf(topUp.chargeId)[how]();

      await anotherRun(topUp.chargeId, runId);
      await bench.waiting(topUp.chargeId);
      expect(await bench.confirmKeys(topUp)).toEqual([':1']);
      await bench.stripe.cardAnswers(card.stripePaymentMethodId, null);
      expect(await bench.retries.retryNow(topUp.chargeId)).toEqual({ outcome: 'paid' });
      expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
      expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    },
  );

  it.each(['terminate', 'cancel'] as const)(
    'goes on after a %s of the top-up, which ends the other with it',
    async (how) => {
      const { topUp, card } = await bench.declined('insufficient_funds');
      await bench.waiting(topUp.chargeId);
      const { runId } = await bench.retries.handleOf(topUp.chargeId).describe();
      await bench.topUps.handleOf(topUp.id)[how]();
      await expect(bench.retries.handleOf(topUp.chargeId).result()).rejects.toThrow();

      await createTopUpWorkflows(bench.client).startAgain(await bench.observe.row(topUp.id));

      await anotherRun(topUp.chargeId, runId);
      await bench.waiting(topUp.chargeId);
      expect(await bench.observe.row(topUp.id)).toMatchObject({ status: 'retrying' });
      await bench.stripe.cardAnswers(card.stripePaymentMethodId, null);
      expect(await bench.retries.retryNow(topUp.chargeId)).toEqual({ outcome: 'paid' });
      await bench.observe.until(topUp.id, 'succeeded');
      expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    },
  );

  it('is found by the janitor', async () => {
    const { topUp } = await bench.declined('insufficient_funds');
    await bench.waiting(topUp.chargeId);
    await bench.topUps.handleOf(topUp.id).terminate();

    const { ledger, log, client } = bench;
    const deps = { ledger, log, topUpWorkflows: createTopUpWorkflows(client) };
    await vi.waitFor(async () => {
      const restarted = await restartAbandonedTopUps(deps, new Date(Date.now() + 1000));
      expect(restarted.map(({ id }) => id)).toContain(topUp.id);
    }, 10_000);
  });
});

function confirmationNeeded() {
  return bench.declined('authentication_required');
}

async function intentOf({ id }: RequestedTopUp): Promise<string> {
  const { paymentIntentId } = await bench.observe.row(id);
  if (paymentIntentId === null) throw new Error('no PaymentIntent');
  return paymentIntentId;
}

/** The process was started anew, which the one that was ended is not. */
async function anotherRun(chargeId: string, runId: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const now = await bench.retries.handleOf(chargeId).describe();
      expect(now.runId).not.toBe(runId);
      expect(now.status.name).toBe('RUNNING');
    },
    { timeout: 25_000, interval: 200 },
  );
}

/** Somebody pays the same payment at Stripe, with a card that we do not know. */
async function payPastUs(topUp: RequestedTopUp): Promise<void> {
  const { paymentIntentId } = await bench.observe.row(topUp.id);
  const charge = await bench.ledger.charges.get(topUp.chargeId);
  const card = await bench.payments.saveCard({
    customerId: charge?.stripeCustomerId ?? '',
    source: { testCard: `pm_card_visa~past-us-${topUp.id}` },
  });
  if (card.outcome !== 'saved') throw new Error('the card was not saved');
  const charged = await bench.payments.confirmPaymentIntent({
    idempotencyKey: `past-us:${topUp.id}`,
    paymentIntentId: paymentIntentId ?? '',
    stripePaymentMethodId: card.card.stripePaymentMethodId,
  });
  expect(charged).toMatchObject({ outcome: 'succeeded' });
}
