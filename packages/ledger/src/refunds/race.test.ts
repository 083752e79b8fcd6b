import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, openScenario, type Scenario, tester, usd } from '../testing/index.ts';
import { dashboardRefund, type PaidTopUp, payByCard } from './testing/paid-top-up.ts';

let ledger: Ledger;
/** Another process on the same database. */
let other: Ledger;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  other = createLedger({ databaseUrl });
});
afterAll(async () => {
  await ledger.close();
  await other.close();
});

async function open(amountMinor: number) {
  const scenario = await openScenario(ledger);
  const { id: buyerId, walletId } = await scenario.buyer();
  return { scenario, buyerId, walletId, topUp: await payByCard(ledger, scenario, { walletId, amountMinor }) };
}

function refund(by: Ledger, { accountId }: Scenario, { id: topUpId }: PaidTopUp, amountMinor: number) {
  return by.refunds.request({ accountId, topUpId, amount: usd(amountMinor) }, tester);
}

describe('refunds at the same moment', () => {
  test('never give back more than was paid, whoever asks', async () => {
    const { scenario, topUp, walletId } = await open(100_00);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        refund(index % 2 === 0 ? ledger : other, scenario, topUp, 30_00),
      ),
    );
    expect(answers.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(3);
    expect(answers.filter(({ outcome }) => outcome === 'limit_exceeded')).toHaveLength(17);
    expect(await scenario.balance(walletId)).toBe(10_00n);
    expect(await ledger.checkInvariants()).toEqual([]);
  });

  test('and leads share a wallet to the cent, 500 times', { timeout: 180_000 }, async () => {
    for (let round = 0; round < 25; round++) {
      const { scenario, buyerId, topUp, walletId } = await open(100_00);
      const [refunds, leads] = await Promise.all([
        Promise.all(
          Array.from({ length: 10 }, (_, index) =>
            refund(index % 2 === 0 ? ledger : other, scenario, topUp, 9_00 + index),
          ),
        ),
        Promise.all(
          Array.from({ length: 10 }, (_, index) =>
            (index % 2 === 0 ? other : ledger).deliveries.deliver(
              scenario.lead(buyerId, `lead-${index}`, 11_00),
            ),
          ),
        ),
      ]);
      const accepted = refunds.flatMap((answer) => (answer.outcome === 'accepted' ? [answer.refund] : []));
      const refunded = accepted.reduce((sum, { amount }) => sum + amount.amountMinor, 0n);
      const spent = BigInt(leads.filter(({ outcome }) => outcome === 'delivered').length) * 11_00n;
      expect(await scenario.balance(walletId)).toBe(100_00n - refunded - spent);
      const left = await ledger.refunds.refundable(scenario.accountId, topUp.id);
      expect(left?.unspent).toEqual(usd(100_00n - refunded - spent));
      // Every second one fails at Stripe, also after it had succeeded.
      await Promise.all(
        accepted.map(async ({ id }, index) => {
          if (index % 3 !== 0) await ledger.refunds.settle(id, `re_${round}_${id}`);
          if (index % 2 === 0) await other.refunds.fail(id, { reason: 'declined' });
        }),
      );
    }
    expect(await ledger.checkInvariants()).toEqual([]);
  });

  test("and one made in Stripe's dashboard never take more than is there", async () => {
    const { scenario, buyerId, topUp, walletId } = await open(100_00);
    const seen = dashboardRefund(topUp, 60_00);
    await Promise.all([
      ...Array.from({ length: 6 }, (_, index) => (index % 2 === 0 ? ledger : other).refunds.follow(seen)),
      refund(other, scenario, topUp, 50_00),
      ledger.deliveries.deliver(scenario.lead(buyerId, 'a', 30_00)),
    ]);
    const { items } = await ledger.refunds.list(scenario.accountId, { walletId }, { limit: 50 });
    expect(items.filter(({ origin }) => origin === 'dashboard')).toHaveLength(1);
    expect(await scenario.balance(walletId)).toBeGreaterThanOrEqual(0n);
    expect(await ledger.checkInvariants()).toEqual([]);
  });
});
