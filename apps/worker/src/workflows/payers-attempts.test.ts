import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CollectionsBench, ONCE, openCollectionsBench } from '../testing/collections-bench.ts';

let bench: CollectionsBench;

beforeAll(async () => {
  bench = await openCollectionsBench({ webhooks: true });
});

afterEach(() => bench.calm());

afterAll(() => bench?.close());

const PATIENCE = { timeout: 20_000, interval: 100 };

/** A charge that waits until its payer has confirmed it, with whatever card. */
async function confirmationNeeded() {
  const declined = await bench.declined('authentication_required');
  await bench.waiting(declined.topUp.chargeId);
  return declined;
}

/** The payer asks his bank, as the page behind his link does. */
async function askBank(chargeId: string): Promise<{ paymentIntentId: string; attempt: number }> {
  const { collections, charges } = bench.ledger;
  const reserved = await collections.reserveForPayer(chargeId);
  const paymentIntentId = (await charges.get(chargeId))?.paymentIntentId ?? null;
  if (reserved.outcome !== 'reserved' || paymentIntentId === null)
    throw new Error(`the payer may not be asked: ${reserved.outcome}`);
  const { attempt, stripePaymentMethodId } = reserved;
  const outcome = await bench.payments.confirmOnSession({
    idempotencyKey: `chg:${chargeId}:payer:${attempt}`,
    paymentIntentId,
    stripePaymentMethodId,
    returnUrl: 'http://drawdown.example/pay/token',
  });
  if (outcome.outcome !== 'requiresAction') throw new Error(`the bank asks nothing: ${outcome.outcome}`);
  await collections.recordPayersOutcome(chargeId, outcome);
  return { paymentIntentId, attempt };
}

async function attemptsOf(chargeId: string) {
  return (await bench.ledger.charges.get(chargeId))?.attempts ?? [];
}

describe('a payment that the payer confirms', () => {
  it('with another card than the first leaves that one blocked, as its bank wants it', async () => {
    const { topUp, buyer, card: stolen } = await bench.declined('stolen_card');
    const { chargeId } = topUp;
    await bench.waiting(chargeId);
    const card = await bench.scenario.saveCard(
      { kind: 'buyer', buyerId: buyer.id },
      `pm_card_authenticationRequired~${topUp.id}`,
    );
    await bench.scenario.makeDefault({ kind: 'buyer', buyerId: buyer.id }, card.id);
    await bench.until(chargeId, 'needs_payer');

    const { paymentIntentId } = await askBank(chargeId);
    await bench.stripe.authenticate(paymentIntentId, 'success');

    await bench.observe.until(topUp.id, 'succeeded');
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    expect(await bench.ledger.charges.get(chargeId)).toMatchObject({
      paymentMethod: { id: card.id },
      attempts: [
        { paymentMethodId: stolen.id, outcome: 'declined', byPayer: false },
        { paymentMethodId: card.id, outcome: 'declined', byPayer: false },
        { paymentMethodId: card.id, outcome: 'succeeded', byPayer: true },
      ],
    });
    const next = await bench.scenario.requestTopUp(buyer);
    expect(
      await bench.ledger.collections.reserveAttempt({
        chargeId: next.chargeId,
        attempt: 1,
        paymentMethodId: stolen.id,
        asked: true,
      }),
    ).toMatchObject({ outcome: 'card_blocked' });
  });

  it('is one of its attempts when nobody but the bank has told of it', async () => {
    const { topUp } = await confirmationNeeded();
    const { paymentIntentId } = await askBank(topUp.chargeId);

    await bench.stripe.authenticate(paymentIntentId, 'failure');

    await vi.waitFor(
      async () =>
        expect((await attemptsOf(topUp.chargeId)).at(-1)).toMatchObject({
          number: 2,
          outcome: 'declined',
          decline: { code: 'payment_intent_authentication_failure' },
        }),
      PATIENCE,
    );
    await bench.until(topUp.chargeId, 'needs_payer');
    expect(await askBank(topUp.chargeId)).toMatchObject({ attempt: 3 });
    await bench.stripe.authenticate(paymentIntentId, 'success');
    await bench.observe.until(topUp.id, 'succeeded');
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    expect(await bench.confirmKeys(topUp)).toEqual([':1']);
  });

  it('is paid by the card that he gives instead, while his bank’s page is still open', async () => {
    const { topUp, buyer } = await confirmationNeeded();
    await askBank(topUp.chargeId);

    const card = await bench.scenario.changeCard(buyer.id, `pm_card_visa~${topUp.id}`);

    await bench.observe.until(topUp.id, 'succeeded');
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    expect(await attemptsOf(topUp.chargeId)).toMatchObject([
      { outcome: 'declined' },
      { outcome: 'canceled', byPayer: true },
      { outcome: 'succeeded', paymentMethodId: card.id },
    ]);
  });

  it('is never confirmed by us for him, whatever run looks at it', async () => {
    const { topUp } = await confirmationNeeded();
    const { chargeId } = topUp;
    const { runId } = await bench.retries.handleOf(chargeId).describe();
    // As if the process had died before it asked the bank.
    expect(await bench.ledger.collections.reserveForPayer(chargeId)).toMatchObject({ attempt: 2 });
    await bench.retries.handleOf(chargeId).terminate();

    await vi.waitFor(async () => {
      const now = await bench.retries.handleOf(chargeId).describe();
      expect([now.status.name, now.runId === runId]).toEqual(['RUNNING', false]);
    }, PATIENCE);
    await bench.until(chargeId, 'needs_payer');
    await bench.retries.handleOf(chargeId).signal('paymentChanged');
    await bench.settled(chargeId);
    expect(await bench.confirmKeys(topUp)).toEqual([':1']);

    const { paymentIntentId, attempt } = await askBank(chargeId);
    expect(attempt).toBe(2);
    await bench.stripe.authenticate(paymentIntentId, 'success');
    await bench.observe.until(topUp.id, 'succeeded');
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });
});
