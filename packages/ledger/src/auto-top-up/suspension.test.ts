import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tester, usd } from '../testing/index.ts';
import {
  openRuleTests,
  openWallet,
  type RuleTests,
  type WalletWithRule,
} from './testing/wallet-with-rule.ts';

const declined = {
  code: 'insufficient_funds',
  adviceCode: null,
  networkDeclineCode: null,
  stripeChargeId: null,
};

let tests: RuleTests;
let wallet: WalletWithRule;

beforeAll(async () => {
  tests = await openRuleTests();
});
afterAll(() => tests.close());
afterEach(async () => {
  expect(await tests.ledger.checkInvariants()).toEqual([]);
});
beforeEach(async () => {
  wallet = await openWallet(tests);
});

async function stoppedMails(): Promise<unknown[]> {
  const { rows } = await tests.client.query(
    `select data from email where account_id = $1 and kind = 'auto_top_up_stopped'`,
    [wallet.accountId],
  );
  return rows.map(({ data }) => data);
}

describe('a suspended rule', () => {
  async function declineOne(): Promise<void> {
    await wallet.save();
    await wallet.draw('lead-1', 60_00);
    const [topUp] = await wallet.automatic();
    if (topUp === undefined) throw new Error('no automatic top-up');
    await tests.ledger.topUps.decline(topUp.id, declined);
    await wallet.check();
  }

  test('starts nothing more, whatever is drawn, and says why', async () => {
    await declineOne();
    expect(await wallet.read()).toMatchObject({
      state: 'suspended',
      suspended: { because: 'card_declined', card: { brand: 'visa', last4: '4242' } },
    });
    const leads = Array.from({ length: 10_000 }, (_, n) =>
      wallet.scenario.lead(wallet.buyerId, `flood-${n}`, 1),
    );
    for (let from = 0; from < leads.length; from += 500) {
      await tests.ledger.deliveries.deliverBatch(leads.slice(from, from + 500));
    }
    expect(await wallet.automatic()).toHaveLength(1);
    expect(await tests.autoTopUps.sweep(10)).toEqual([]);
  }, 60_000);

  test('does not come back with the same card saved again, but with another one', async () => {
    await declineOne();
    await wallet.scenario.card({ kind: 'account' });
    expect(await wallet.save({ amount: usd(60_00) })).toMatchObject({
      rule: { state: 'suspended' },
      startedTopUpId: null,
    });
    const other = await tests.ledger.paymentMethods.save(
      {
        accountId: wallet.accountId,
        payer: { kind: 'account' },
        stripePaymentMethodId: `pm_${wallet.walletId}`,
        brand: 'visa',
        last4: '1881',
        expMonth: 12,
        expYear: 2034,
        fingerprint: 'fp_1881',
      },
      tester,
    );
    await tests.ledger.paymentMethods.setDefault(wallet.accountId, { kind: 'account' }, other.id, tester);
    expect(await wallet.save()).toMatchObject({ rule: { state: 'on', suspended: null } });
    expect(await wallet.automatic()).toHaveLength(2);
  });

  test('comes back when a payment succeeds, and starts what is due', async () => {
    await declineOne();
    const requested = await tests.ledger.topUps.request(
      { ...wallet.place, amount: usd(5_00), funding: 'account_card' },
      tester,
    );
    if (requested.outcome !== 'accepted') throw new Error(requested.outcome);
    await wallet.pay(requested.topUp.id);
    expect(await wallet.read()).toMatchObject({ state: 'on' });
    expect(await wallet.automatic()).toHaveLength(2);
  });

  test('is suspended as soon as it is due and there is no card', async () => {
    await wallet.save();
    await tests.client.query(
      'update payment_method set is_default = false, removed_at = now() where account_id = $1',
      [wallet.accountId],
    );
    await wallet.draw('lead-1', 60_00);
    expect(await wallet.read()).toMatchObject({
      state: 'suspended',
      suspended: { because: 'no_usable_card', card: null },
    });
    await wallet.draw('lead-2', 1_00);
    expect(await stoppedMails()).toEqual([{ walletId: wallet.walletId, because: 'no_card' }]);
  });

  test('is due and only says so while the bank of its card refuses it, which is told once a day', async () => {
    await wallet.save();
    await tests.client.query(
      `insert into card_budget (fingerprint, blocked_until, blocked_code)
       select coalesce(fingerprint, id), now() + interval '30 days', 'lost_card' from payment_method where account_id = $1
       on conflict (fingerprint) do update set blocked_until = excluded.blocked_until`,
      [wallet.accountId],
    );
    await wallet.draw('lead-1', 60_00);
    await wallet.draw('lead-2', 1_00);
    expect(await wallet.read()).toMatchObject({ state: 'on', notStartedBecause: 'no_usable_card' });
    expect(await wallet.automatic()).toEqual([]);
    expect(await stoppedMails()).toEqual([{ walletId: wallet.walletId, because: 'card_refused' }]);
    // Every wallet of this file has the same card.
    await tests.client.query('update card_budget set blocked_until = null, blocked_code = null');
  });

  test('stays suspended by a safety net even when a payment succeeds', async () => {
    await wallet.save();
    await tests.autoTopUps.suspend(wallet.walletId, 'safety_net', tester);
    await wallet.draw('lead-1', 60_00);
    expect(await wallet.automatic()).toEqual([]);
    await wallet.save();
    expect(await wallet.read()).toMatchObject({ state: 'suspended', suspended: { because: 'safety_net' } });
  });
});
