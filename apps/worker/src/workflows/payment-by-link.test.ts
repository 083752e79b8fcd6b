import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { letGoOfSpentCards } from '../sweeps/spent-cards.ts';
import { type CollectionsBench, ONCE, openCollectionsBench } from '../testing/collections-bench.ts';
import { openLinkPayment } from '../testing/link-payment.ts';

const PATIENCE = { timeout: 20_000, interval: 100 };

let bench: CollectionsBench;

beforeAll(async () => {
  bench = await openCollectionsBench({ webhooks: true });
});

afterEach(async () => {
  await bench.calm();
  expect(await bench.ledger.checkInvariants()).toEqual([]);
});

afterAll(() => bench?.close());

async function attemptsOf(topUpId: string, count: number) {
  return vi.waitFor(async () => {
    const row = await bench.observe.row(topUpId);
    expect(row.attempts).toHaveLength(count);
    expect(row.retryState).toBe('needs_card');
    return row.attempts;
  }, PATIENCE);
}

describe('a payment by link with a card that is not kept', () => {
  it('is tried again only when its payer asks, and with the card that he gives', async () => {
    const paying = await openLinkPayment(bench);
    const [first, second] = [await paying.give('insufficient_funds'), await paying.give(null)];
    await bench.backupCard(paying.buyer.id, 'pm_card_visa~spare');
    const topUp = await paying.pay(first);
    await bench.firstOutcome(topUp);
    // The buyer's saved cards would pay, and its schedule would try again: neither is what its payer agreed to.
    expect(await bench.waiting(topUp.chargeId)).toMatchObject({ attempts: 1, nextAttemptAt: null });
    await attemptsOf(topUp.id, 1);
    await bench.scenario.changeCard(paying.buyer.id, 'pm_card_visa~kept');
    await bench.settled(topUp.chargeId);
    const asked = await bench.retries.retryNow(topUp.chargeId);
    expect(asked).toMatchObject({ outcome: 'waiting' });
    expect(await bench.confirmKeys(topUp)).toEqual([':1']);

    expect(await paying.offer(first)).toBe(true);
    expect(await attemptsOf(topUp.id, 2)).toMatchObject([
      { paymentMethodId: first.id },
      { paymentMethodId: first.id },
    ]);
    expect(await paying.offer(second)).toBe(true);
    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    expect(await bench.confirmKeys(topUp)).toEqual([':1', ':2', ':3']);
  });

  it('leaves no card at Stripe once it is final, whoever dies in between', async () => {
    const paying = await openLinkPayment(bench);
    const card = await paying.give(null);
    const topUp = await paying.pay(card);
    await letGoOfSpentCards(bench);
    expect(await paying.customerOf(card)).not.toBeNull();

    await bench.stripe.fault({ path: '/detach', mode: 'drop_before', times: 100 });
    await bench.firstOutcome(topUp);
    await bench.observe.ended(topUp.id);
    await letGoOfSpentCards(bench);
    expect(await paying.customerOf(card)).not.toBeNull();
    // Stripe lets go of it, and its answer never comes.
    await bench.stripe.clearFaults();
    await bench.stripe.fault({ path: '/detach', mode: 'drop_after', times: 100 });
    await letGoOfSpentCards(bench);
    expect(await paying.customerOf(card)).toBeNull();
    await bench.stripe.clearFaults();
    await letGoOfSpentCards(bench);
    expect(await letGoOfSpentCards(bench)).toBe(0);
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });
});
