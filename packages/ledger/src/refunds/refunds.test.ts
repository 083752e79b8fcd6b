import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, keyed, openScenario, tester, usd } from '../testing/index.ts';
import { payByCard } from './testing/paid-top-up.ts';

let ledger: Ledger;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase() });
});
afterEach(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
});
afterAll(() => ledger.close());

async function open(amountMinor = 500_00) {
  const scenario = await openScenario(ledger);
  const { id: buyerId, walletId } = await scenario.buyer();
  const topUp = await payByCard(ledger, scenario, { walletId, amountMinor });
  const { accountId } = scenario;
  const refund = (amount: number, more = {}) =>
    ledger.refunds.request({ accountId, topUpId: topUp.id, amount: usd(amount), ...more }, tester);
  const accepted = async (amount: number, more = {}) => {
    const result = await refund(amount, more);
    if (result.outcome !== 'accepted') throw new Error(result.outcome);
    return result.refund;
  };
  const refundable = async () => {
    const found = await ledger.refunds.refundable(accountId, topUp.id);
    if (found === null) throw new Error('no such top-up');
    return found;
  };
  const deliver = (leadId: string, price: number) =>
    ledger.deliveries.deliver(scenario.lead(buyerId, leadId, price));
  return { scenario, accountId, buyerId, walletId, topUp, refund, accepted, refundable, deliver };
}

describe('a refund of a top-up', () => {
  test('takes the money from the wallet when it is asked for, and is what Stripe then says', async () => {
    const { scenario, walletId, accepted, topUp, accountId } = await open();
    const refund = await accepted(120_00, { reason: 'client leaves' });
    expect(refund).toMatchObject({ status: 'pending', origin: 'requested', amount: usd(120_00), walletId });
    expect(await scenario.balance(walletId)).toBe(380_00n);
    expect(await ledger.refunds.settle(refund.id, 're_1')).toMatchObject({
      status: 'succeeded',
      stripeRefundId: 're_1',
    });
    await ledger.refunds.settle(refund.id, 're_1');
    expect(await scenario.balance(walletId)).toBe(380_00n);
    const seen = await ledger.topUps.get(accountId, topUp.id);
    expect(seen?.refunds.map(({ id }) => id)).toEqual([refund.id]);
  });

  test('goes in parts up to what was paid, and no further', async () => {
    const { accepted, refund, refundable, scenario, walletId } = await open(300_00);
    await accepted(100_00);
    await accepted(150_00);
    expect(await refundable()).toMatchObject({ amount: usd(50_00), limitedBy: 'refunded' });
    expect(await refund(50_01)).toMatchObject({ outcome: 'limit_exceeded' });
    await accepted(50_00);
    expect(await refundable()).toMatchObject({ amount: usd(0), refunded: usd(300_00) });
    expect(await scenario.balance(walletId)).toBe(0n);
  });

  test('is never more than leads have left of that very top-up', async () => {
    const { deliver, refund, refundable, scenario, walletId } = await open(100_00);
    await deliver('a', 80_00);
    await scenario.credit(walletId, 1000_00);
    expect(await refundable()).toMatchObject({
      amount: usd(20_00),
      unspent: usd(20_00),
      limitedBy: 'spent',
    });
    expect(await refund(20_01)).toMatchObject({ outcome: 'limit_exceeded' });
    expect(await refund(20_00)).toMatchObject({ outcome: 'accepted' });
  });

  test('is never made larger by credit that is given later', async () => {
    const { deliver, refundable, accountId, walletId } = await open(100_00);
    await deliver('a', 90_00);
    const gift = {
      accountId,
      walletId,
      amount: usd(500_00),
      funding: 'promotional',
      reason: 'sorry',
    } as const;
    await ledger.topUps.request(gift, tester);
    expect(await refundable()).toMatchObject({ amount: usd(10_00), unspent: usd(10_00) });
  });

  test('leaves what holds reserve', async () => {
    const { accountId, buyerId, refund, refundable } = await open(100_00);
    await ledger.holds.place({ accountId, buyerId, amount: usd(70_00), lifetimeMs: 60_000 });
    expect(await refundable()).toMatchObject({ amount: usd(30_00), limitedBy: 'reserved' });
    expect(await refund(30_01)).toMatchObject({ outcome: 'limit_exceeded' });
    expect(await refund(30_00)).toMatchObject({ outcome: 'accepted' });
  });

  test('that fails gives the money back to the very top-up, which can be refunded again', async () => {
    const { accepted, refundable, scenario, walletId, deliver } = await open(100_00);
    await scenario.credit(walletId, 50_00);
    const refund = await accepted(100_00);
    expect(await ledger.refunds.fail(refund.id, { reason: 'lost_or_stolen_card' })).toMatchObject({
      status: 'failed',
      failureReason: 'lost_or_stolen_card',
    });
    await ledger.refunds.fail(refund.id, { reason: 'again' });
    await ledger.refunds.settle(refund.id, 're_late');
    expect(await scenario.balance(walletId)).toBe(150_00n);
    expect(await refundable()).toMatchObject({ amount: usd(100_00), limitedBy: null });
    await deliver('a', 30_00);
    expect(await refundable()).toMatchObject({ amount: usd(70_00) });
    await accepted(70_00);
  });

  test('that fails weeks after it had succeeded gives the money back, once, and is told by mail', async () => {
    const { accepted, scenario, walletId, accountId } = await open(100_00);
    const refund = await accepted(60_00);
    await ledger.refunds.settle(refund.id, 're_2');
    await Promise.all(
      [1, 2, 3].map(() => ledger.refunds.fail(refund.id, { reason: 'expired_or_canceled_card' })),
    );
    expect(await scenario.balance(walletId)).toBe(100_00n);
    const mails = await ledger.emails.list(accountId, { limit: 50 });
    expect(mails.items.filter(({ kind }) => kind === 'refund_failed')).toHaveLength(1);
  });

  test('is one refund however often its key is sent, and another request is not', async () => {
    const { refund, scenario, walletId } = await open(100_00);
    const answers = await Promise.all([1, 2, 3, 4].map(() => refund(25_00, keyed('once'))));
    const ids = answers.map((answer) => (answer.outcome === 'accepted' ? answer.refund.id : answer.outcome));
    expect(new Set(ids).size).toBe(1);
    expect(await scenario.balance(walletId)).toBe(75_00n);
    expect(await refund(30_00, keyed('once', 'other'))).toEqual({ outcome: 'idempotency_key_reused' });
  });

  test('is refused for what no card paid, what is not paid yet, another currency and another account', async () => {
    const { scenario, accountId, walletId, topUp } = await open();
    const external = await scenario.credit(walletId, 10_00);
    const request = (topUpId: string, amount = usd(1_00), account = accountId) =>
      ledger.refunds.request({ accountId: account, topUpId, amount }, tester);
    expect(await request(external.id)).toEqual({ outcome: 'not_paid_by_card', funding: 'external' });
    const waiting = await ledger.topUps.request(
      { accountId, walletId, amount: usd(10_00), funding: 'account_card' },
      tester,
    );
    if (waiting.outcome !== 'accepted') throw new Error(waiting.outcome);
    expect(await request(waiting.topUp.id)).toEqual({ outcome: 'not_succeeded', status: 'pending' });
    expect(await request(topUp.id, { amountMinor: 1_00n, currency: 'EUR' })).toEqual({
      outcome: 'currency_mismatch',
      expected: 'USD',
    });
    const other = await openScenario(ledger);
    expect(await request(topUp.id, usd(1_00), other.accountId)).toEqual({ outcome: 'top_up_not_found' });
  });
});

describe('an auto top-up that a refund makes due', () => {
  async function withRule() {
    const opened = await open(500_00);
    const { accountId, walletId } = opened;
    const saved = await ledger.autoTopUps.save(
      {
        accountId,
        walletId,
        enabled: true,
        threshold: usd(100_00),
        amount: usd(200_00),
        targetBalance: null,
        payer: 'account',
        consentText: 'yes',
      },
      tester,
    );
    if (saved.outcome !== 'saved') throw new Error(saved.outcome);
    const state = async () => (await ledger.autoTopUps.get(accountId, walletId))?.state;
    return { ...opened, state };
  }

  test('is turned off with it, and charges nothing', async () => {
    const { accepted, refundable, state } = await withRule();
    expect((await refundable()).autoTopUpFrom).toEqual(usd(400_00));
    expect(await accepted(399_99)).toMatchObject({ turnedAutoTopUpOff: false });
    expect(await state()).toBe('on');
    expect(await accepted(1)).toMatchObject({ turnedAutoTopUpOff: true });
    expect(await state()).toBe('off');
    expect(await ledger.autoTopUps.sweep(100)).toEqual([]);
  });

  test('stays on where the refund says so', async () => {
    const { accepted, state, walletId } = await withRule();
    expect(await accepted(450_00, { keepAutoTopUp: true })).toMatchObject({ turnedAutoTopUpOff: false });
    expect(await state()).toBe('on');
    const [topUpId] = await ledger.autoTopUps.sweep(100);
    expect(await ledger.topUps.find(topUpId ?? '')).toMatchObject({ walletId, trigger: 'auto' });
  });
});

describe('a correction', () => {
  test('takes back what is left of a mistyped credit, once', async () => {
    const { scenario, accountId, walletId, deliver } = await open(100_00);
    const mistyped = await scenario.credit(walletId, 1000_00);
    await deliver('a', 130_00);
    const correct = () =>
      ledger.refunds.correct({ accountId, topUpId: mistyped.id, reason: 'one zero too many' }, tester);
    expect(await correct()).toMatchObject({
      outcome: 'corrected',
      replayed: false,
      topUp: { correction: { amount: usd(970_00), reason: 'one zero too many' } },
    });
    expect(await correct()).toMatchObject({ outcome: 'corrected', replayed: true });
    expect(await scenario.balance(walletId)).toBe(0n);
  });

  test('is not for cards, and not for what leads have used', async () => {
    const { accountId, walletId, topUp, scenario, deliver, buyerId } = await open(10_00);
    const correct = (topUpId: string) =>
      ledger.refunds.correct({ accountId, topUpId, reason: 'mistyped' }, tester);
    expect(await correct(topUp.id)).toEqual({ outcome: 'paid_by_card' });
    const gift = { accountId, walletId, amount: usd(5_00), funding: 'promotional', reason: 'x' } as const;
    const granted = await ledger.topUps.request(gift, tester);
    if (granted.outcome !== 'accepted') throw new Error(granted.outcome);
    await deliver('a', 5_00);
    expect(await correct(granted.topUp.id)).toEqual({ outcome: 'nothing_left' });
    const more = await scenario.credit(walletId, 20_00);
    await ledger.holds.place({ accountId, buyerId, amount: usd(25_00), lifetimeMs: 60_000 });
    expect(await correct(more.id)).toMatchObject({ topUp: { correction: { amount: usd(5_00) } } });
    expect(await correct('top_nobody')).toEqual({ outcome: 'top_up_not_found' });
  });
});
