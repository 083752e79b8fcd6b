import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, openScenario, tester, usd } from '../testing/index.ts';
import { dashboardRefund, payByCard } from './testing/paid-top-up.ts';

let ledger: Ledger;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase() });
});
afterEach(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
});
afterAll(() => ledger.close());

async function open(amountMinor = 100_00) {
  const scenario = await openScenario(ledger);
  const { id: buyerId, walletId } = await scenario.buyer();
  const topUp = await payByCard(ledger, scenario, { walletId, amountMinor });
  return { scenario, accountId: scenario.accountId, buyerId, walletId, topUp };
}

describe("a refund made in Stripe's dashboard", () => {
  test('is followed once, in any order and however often it is told', async () => {
    const { scenario, walletId, topUp, accountId } = await open();
    const parts = [20_00, 30_00, 5_00].map((part) => dashboardRefund(topUp, part));
    for (const part of [...parts].reverse().concat(parts)) await ledger.refunds.follow(part);
    expect(await scenario.balance(walletId)).toBe(45_00n);
    expect(await ledger.refunds.refundable(accountId, topUp.id)).toMatchObject({
      amount: usd(45_00),
      limitedBy: 'refunded',
    });
  });

  test('takes what is available and has the rest owed; a later failure gives all of it back', async () => {
    const { scenario, accountId, buyerId, walletId, topUp } = await open();
    await ledger.deliveries.deliver(scenario.lead(buyerId, 'a', 40_00));
    await ledger.holds.place({ accountId, buyerId, amount: usd(20_00), lifetimeMs: 60_000 });
    const seen = dashboardRefund(topUp, 100_00, { status: 'pending' });
    await ledger.refunds.follow(seen);
    expect(await scenario.balance(walletId)).toBe(20_00n);
    await ledger.refunds.follow({ ...seen, status: 'failed', failureReason: 'lost_or_stolen_card' });
    await ledger.refunds.follow({ ...seen, status: 'failed', failureReason: 'lost_or_stolen_card' });
    expect(await scenario.balance(walletId)).toBe(60_00n);
    expect(await ledger.refunds.refundable(accountId, topUp.id)).toMatchObject({
      amount: usd(40_00),
      unspent: usd(60_00),
    });
  });

  test('of a shared wallet is owed by the wallet, and the next credit to it pays that', async () => {
    const scenario = await openScenario(ledger);
    const { accountId } = scenario;
    const shared = await ledger.wallets.createShared({ accountId, currency: 'USD', name: 'Pool' }, tester);
    const buyer = await scenario.buyer({ walletId: shared.id });
    const topUp = await payByCard(ledger, scenario, { walletId: shared.id, amountMinor: 50_00 });
    await ledger.deliveries.deliver(scenario.lead(buyer.id, 'a', 50_00));
    await ledger.refunds.follow(dashboardRefund(topUp, 50_00));
    expect(await scenario.balance(shared.id)).toBe(0n);
    await scenario.credit(shared.id, 80_00);
    expect(await scenario.balance(shared.id)).toBe(30_00n);
  });

  test('that had failed before it was heard of, or is of no payment of ours, changes nothing', async () => {
    const { scenario, walletId, topUp } = await open();
    const failed = dashboardRefund(topUp, 10_00, { status: 'failed', failureReason: 'declined' });
    expect(await ledger.refunds.follow(failed)).toMatchObject({ outcome: 'nothing_to_do' });
    const foreign = dashboardRefund({ ...topUp, paymentIntentId: 'pi_foreign' }, 10_00);
    expect(await ledger.refunds.follow(foreign)).toMatchObject({ outcome: 'nothing_to_do' });
    expect(await scenario.balance(walletId)).toBe(100_00n);
  });

  test('waits for the credit that it gives back', async () => {
    const scenario = await openScenario(ledger);
    const { walletId } = await scenario.buyer();
    await scenario.card({ kind: 'account' });
    const { accountId } = scenario;
    const requested = await ledger.topUps.request(
      { accountId, walletId, amount: usd(10_00), funding: 'account_card' },
      tester,
    );
    if (requested.outcome !== 'accepted') throw new Error(requested.outcome);
    const { id, chargeId } = requested.topUp;
    const paymentIntentId = `pi_${id}`;
    await ledger.charges.rememberPaymentIntent(chargeId ?? '', paymentIntentId);
    const paid = { id, chargeId: chargeId ?? '', paymentIntentId, walletId };
    const seen = dashboardRefund(paid, 10_00);
    expect(await ledger.refunds.follow(seen)).toMatchObject({ outcome: 'too_early' });
    await ledger.topUps.credit(id, { paymentIntentId, stripeChargeId: null });
    expect(await ledger.refunds.follow(seen)).toMatchObject({ outcome: 'followed' });
    expect(await scenario.balance(walletId)).toBe(0n);
  });

  test('is told from one of ours by our id, and a second one under that id from the first', async () => {
    const { scenario, accountId, walletId, topUp } = await open();
    const asked = await ledger.refunds.request({ accountId, topUpId: topUp.id, amount: usd(30_00) }, tester);
    if (asked.outcome !== 'accepted') throw new Error(asked.outcome);
    const { id: refundId } = asked.refund;
    const ours = dashboardRefund(topUp, 30_00, { refundId });
    expect(await ledger.refunds.follow(ours)).toMatchObject({
      outcome: 'ours',
      refund: { id: refundId, stripeRefundId: ours.stripeRefundId },
    });
    expect(await scenario.balance(walletId)).toBe(70_00n);
    const twin = dashboardRefund(topUp, 30_00, { refundId });
    expect(await ledger.refunds.follow(twin)).toMatchObject({ outcome: 'followed' });
    expect(await scenario.balance(walletId)).toBe(40_00n);
    await ledger.refunds.settle(refundId, ours.stripeRefundId);
  });
});
