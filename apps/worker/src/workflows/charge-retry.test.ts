import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CollectionsBench, NEVER, ONCE, openCollectionsBench } from '../testing/collections-bench.ts';

const PATIENCE = { timeout: 20_000, interval: 100 };

let bench: CollectionsBench;

beforeAll(async () => {
  bench = await openCollectionsBench({ webhooks: true });
});

afterEach(() => bench.calm());

afterAll(() => bench?.close());

describe('a top-up whose card is declined', () => {
  it('stays open, says so at once, and its buyer is paused before anybody hears of it', async () => {
    const { topUp, buyer } = await bench.failing('insufficient_funds');

    expect(await bench.firstOutcome(topUp)).toEqual({ status: 'retrying', code: 'insufficient_funds' });

    expect(await bench.observe.row(topUp.id)).toMatchObject({
      status: 'retrying',
      decline: { code: 'insufficient_funds' },
      attempts: [{ number: 1, outcome: 'declined' }],
    });
    const paused = await bench.ledger.pauses.facts(buyer.id);
    expect(paused?.open).toMatchObject([{ reason: 'charge_declined', chargeId: topUp.chargeId }]);
  });

  it('shows operators what it waits for and until when', async () => {
    const { topUp } = await bench.declined('insufficient_funds');
    const schedule = await bench.waiting(topUp.chargeId);

    expect(schedule.words).toMatch(
      /^There is not enough money on the card\. Attempt 2 with visa \d{4} is made on \w+day .* UTC, another card at once\.$/,
    );
    expect(schedule).toMatchObject({ attempts: 1, nextAttemptAt: expect.any(String) });
    const description = await bench.retries.handleOf(topUp.chargeId).describe();
    expect(await description.staticSummary()).toBe('Collecting $250.00 for Acme Solar');
    const attributes = description.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]);
    expect(Object.fromEntries(attributes)).toMatchObject({
      AccountId: topUp.accountId,
      WalletId: topUp.walletId,
      AmountMinor: 25_000,
      FlowState: 'scheduled',
      FailureCode: 'insufficient_funds',
      NextAttemptAt: expect.any(Date),
    });
  });

  it('is paid at once by another card, on the same payment', async () => {
    const { topUp, buyer } = await bench.declined('lost_card');
    await bench.waiting(topUp.chargeId);

    await bench.scenario.changeCard(buyer.id, 'pm_card_visa~another');

    expect(await bench.observe.ended(topUp.id)).toMatchObject({
      status: 'succeeded',
      attempts: [{ outcome: 'declined' }, { outcome: 'succeeded' }],
    });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    expect(await bench.confirmKeys(topUp)).toEqual([':1', ':2']);
    expect(await bench.ledger.pauses.facts(buyer.id)).toMatchObject({ open: [] });
  });

  it('is not tried again because the same card was saved again', async () => {
    const { topUp, buyer, card } = await bench.declined('lost_card', 'pm_card_visa~same');
    await bench.waiting(topUp.chargeId);

    const again = await bench.scenario.changeCard(buyer.id, 'pm_card_visa~same');
    expect(again.fingerprint).toBe(card.fingerprint);
    await bench.retries.paymentMethodUpdated(topUp.chargeId);
    await bench.settled(topUp.chargeId);

    expect(await bench.confirmKeys(topUp)).toEqual([':1']);
    expect(await bench.observe.row(topUp.id)).toMatchObject({ status: 'retrying' });
  });

  it.each(['stolen_card', 'expired_card', 'invalid_amount', 'duplicate_transaction'])(
    'is not tried again by itself after %s',
    async (code) => {
      const { topUp } = await bench.declined(code);
      const schedule = await bench.waiting(topUp.chargeId);
      expect(schedule.nextAttemptAt).toBeNull();
      expect(schedule.words).toMatch(/Waits for another card/);
    },
  );

  it('is tried with a consented backup card once, at once', async () => {
    const { topUp, buyer } = await bench.failing('insufficient_funds');
    await bench.backupCard(buyer.id, 'pm_card_visa~backup');

    await bench.firstOutcome(topUp);

    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    expect(await bench.confirmKeys(topUp)).toEqual([':1', ':2']);
  });

  it('keeps the schedule of its default card when the backup card is declined too', async () => {
    const { topUp, buyer, card } = await bench.failing('insufficient_funds');
    const backup = await bench.backupCard(buyer.id, 'pm_card_visa~backup-too');
    await bench.stripe.cardAnswers(backup.stripePaymentMethodId, 'lost_card');

    await bench.firstOutcome(topUp);
    await vi.waitFor(async () => expect((await bench.waiting(topUp.chargeId)).attempts).toBe(2), PATIENCE);

    const { words } = await bench.waiting(topUp.chargeId);
    expect(words).toContain(`Attempt 3 with visa ${card.last4}`);
    expect(await bench.confirmKeys(topUp)).toEqual([':1', ':2']);
  });

  it('is tried again when the bank sends new details of the card', async () => {
    const { topUp, card } = await bench.declined('expired_card');
    await bench.waiting(topUp.chargeId);
    await bench.stripe.cardAnswers(card.stripePaymentMethodId, null);

    await bench.stripe.updateCard(card.stripePaymentMethodId, { expYear: 2039 });

    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });

  it('is not taken again when the money has come in in another way', async () => {
    const { topUp } = await bench.declined('insufficient_funds');
    await bench.waiting(topUp.chargeId);

    await bench.scenario.credit(topUp.walletId, 25_000);

    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'canceled' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(NEVER);
    expect(await bench.paymentIntentStatus(topUp)).toBe('canceled');
  });
});

describe('a charge that somebody wants tried now', () => {
  it('is paid when the card has money again', async () => {
    const { topUp, card } = await bench.declined('insufficient_funds');
    await bench.waiting(topUp.chargeId);
    await bench.stripe.cardAnswers(card.stripePaymentMethodId, null);

    expect(await bench.retries.retryNow(topUp.chargeId)).toEqual({ outcome: 'paid' });

    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });

  it('says why when it is declined again, and moves on in its schedule', async () => {
    const { topUp } = await bench.declined('insufficient_funds');
    const before = await bench.waiting(topUp.chargeId);

    expect(await bench.retries.retryNow(topUp.chargeId)).toEqual({
      outcome: 'declined',
      code: 'insufficient_funds',
    });

    const after = await bench.waiting(topUp.chargeId);
    expect(after.attempts).toBe(2);
    expect(Date.parse(after.nextAttemptAt ?? '')).toBeGreaterThan(Date.parse(before.nextAttemptAt ?? ''));
  });

  it('has one more attempt by itself after a code that nobody knows, and none after the second', async () => {
    const { topUp } = await bench.declined('a_code_of_next_year');
    expect((await bench.waiting(topUp.chargeId)).nextAttemptAt).toEqual(expect.any(String));

    expect(await bench.retries.retryNow(topUp.chargeId)).toMatchObject({ outcome: 'declined' });

    expect(await bench.waiting(topUp.chargeId)).toMatchObject({ attempts: 2, nextAttemptAt: null });
  });

  it('is not asked for where the bank never wants to see the card again', async () => {
    const { topUp } = await bench.declined('lost_card');
    await bench.waiting(topUp.chargeId);

    expect(await bench.retries.retryNow(topUp.chargeId)).toEqual({
      outcome: 'waiting',
      because: 'The bank refuses this card for good. Another card is tried at once.',
    });
    expect(await bench.confirmKeys(topUp)).toEqual([':1']);
  });
});

describe('two failing charges on one card', () => {
  it('are one retry: the other follows its success', async () => {
    const { topUp, card } = await bench.declined('insufficient_funds', 'pm_card_visa~of-both');
    await bench.waiting(topUp.chargeId);
    const other = await bench.scenario.buyerWithCard('pm_card_visa~of-both');
    const follower = await bench.automaticTopUp(other, 10_000);
    await bench.firstOutcome(follower);
    expect((await bench.waiting(follower.chargeId)).words).toMatch(/^Waits for an older charge/);
    expect(await bench.confirmKeys(follower)).toEqual([]);

    await bench.stripe.cardAnswers(card.stripePaymentMethodId, null);
    await bench.retries.retryNow(topUp.chargeId);

    for (const one of [topUp, follower]) {
      expect(await bench.observe.ended(one.id)).toMatchObject({ status: 'succeeded' });
      expect(await bench.observe.moneyMoved(one)).toEqual(ONCE);
    }
    expect(await bench.confirmKeys(follower)).toHaveLength(1);
  });
});
