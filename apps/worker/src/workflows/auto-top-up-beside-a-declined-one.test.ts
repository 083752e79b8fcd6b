import { tester, usd } from '@drawdown/ledger/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CollectionsBench, NEVER, ONCE, openCollectionsBench } from '../testing/collections-bench.ts';

let bench: CollectionsBench;

beforeAll(async () => {
  bench = await openCollectionsBench();
});
afterEach(async () => {
  expect(await bench.ledger.checkInvariants()).toEqual([]);
});
afterAll(() => bench.close());

describe('an auto top-up whose card works', () => {
  it('fills the wallet while a top-up with a card picked by hand waits for another card', async () => {
    const { ledger, scenario, stripe } = bench;
    const { accountId } = scenario;
    const buyer = await scenario.buyerWithCard('pm_card_visa~rule');
    await scenario.credit(buyer.walletId, 150_00);
    const rule = { threshold: usd(100_00), amount: usd(50_00), targetBalance: null, consentText: 'yes' };
    await ledger.autoTopUps.save(
      { accountId, walletId: buyer.walletId, enabled: true, payer: 'buyer', ...rule },
      tester,
    );
    const picked = await scenario.saveCard({ kind: 'buyer', buyerId: buyer.id }, 'pm_card_visa~picked');
    await stripe.cardAnswers(picked.stripePaymentMethodId, 'lost_card');
    const byHand = await scenario.requestTopUp(buyer, 500_00, { paymentMethodId: picked.id });
    await bench.firstOutcome(byHand);
    expect(await bench.observe.row(byHand.id)).toMatchObject({ status: 'retrying' });

    await ledger.pauses.resume({ accountId, buyerId: buyer.id, note: 'they send a card' }, tester);
    const lead = { accountId, buyer: { id: buyer.id }, leadId: 'lead-1', price: usd(60_00) };
    expect(await ledger.deliveries.deliver(lead)).toMatchObject({ outcome: 'delivered' });
    const { items } = await ledger.topUps.list(accountId, { walletId: buyer.walletId }, { limit: 10 });
    const started = items.find(({ trigger }) => trigger === 'auto');
    expect(started).toMatchObject({ amount: usd(50_00) });
    await bench.observe.until(started?.id ?? '', 'succeeded');
    expect(await scenario.balance(buyer.walletId)).toBe(140_00n);
    expect(await bench.observe.moneyMoved({ ...byHand, id: started?.id ?? '' })).toEqual(ONCE);
    expect(await bench.observe.moneyMoved(byHand)).toEqual(NEVER);
  });
});
