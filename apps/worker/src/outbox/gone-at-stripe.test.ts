import { tester, usd } from '@drawdown/ledger/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CollectionsBench, ONCE, openCollectionsBench } from '../testing/collections-bench.ts';

let bench: CollectionsBench;

beforeAll(async () => {
  bench = await openCollectionsBench({ webhooks: true });
});
afterEach(async () => {
  await bench.calm();
  expect(await bench.ledger.checkInvariants()).toEqual([]);
});
afterAll(() => bench.close());

const payerOf = (buyerId: string) => ({ kind: 'buyer', buyerId }) as const;
const cardsOf = (buyerId: string) =>
  bench.ledger.paymentMethods.list(bench.scenario.accountId, payerOf(buyerId));

async function buyerWithRule() {
  const buyer = await bench.scenario.buyerWithCard();
  const { accountId } = bench.scenario;
  await bench.scenario.credit(buyer.walletId, 150_00);
  const rule = { threshold: usd(100_00), amount: usd(50_00), targetBalance: null, consentText: 'yes' };
  const saved = await bench.ledger.autoTopUps.save(
    { accountId, walletId: buyer.walletId, enabled: true, payer: 'buyer', ...rule },
    tester,
  );
  expect(saved.outcome).toBe('saved');
  const [card] = await cardsOf(buyer.id);
  if (card === undefined) throw new Error('the buyer has no card');
  return { ...buyer, card, rule: () => bench.ledger.autoTopUps.get(accountId, buyer.walletId) };
}

async function deleteCustomer(buyerId: string): Promise<void> {
  const { paymentMethods } = bench.ledger;
  const customerId = await paymentMethods.stripeCustomerId(bench.scenario.accountId, payerOf(buyerId));
  const headers = { authorization: `Bearer ${bench.stripeSecretKey}` };
  await fetch(`${bench.stripeUrl}/v1/customers/${customerId}`, { method: 'DELETE', headers });
}

const soon = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });

describe('a card that is taken off at Stripe', () => {
  it.each(['deliver', 'duplicate', 'shuffle'] as const)(
    'is removed here, and the rule that charged it says so, with webhooks in mode %s',
    async (mode) => {
      const { id, card, rule } = await buyerWithRule();
      await bench.stripe.webhooks(mode);
      await bench.stripe.updateCard(card.stripePaymentMethodId, { expYear: 2044 });
      await bench.payments.detachCard(card.stripePaymentMethodId);
      await bench.stripe.webhooks('deliver');
      await soon(async () => expect(await cardsOf(id)).toEqual([]));
      expect(await rule()).toMatchObject({ state: 'suspended', suspended: { because: 'no_usable_card' } });
    },
  );
});

describe('a customer that is deleted at Stripe', () => {
  it('takes its cards along; a new card pays what was declined, on the same payment, once', async () => {
    const { buyer, topUp } = await bench.declined('insufficient_funds');
    await deleteCustomer(buyer.id);
    await soon(async () => {
      const { paymentMethods } = bench.ledger;
      expect(await paymentMethods.stripeCustomerId(bench.scenario.accountId, payerOf(buyer.id))).toBeNull();
    });
    expect(await cardsOf(buyer.id)).toEqual([]);
    const card = await bench.scenario.saveCard(payerOf(buyer.id), 'pm_card_mastercard');
    expect(card.isDefault).toBe(true);
    await bench.observe.until(topUp.id, 'succeeded');
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });
});
