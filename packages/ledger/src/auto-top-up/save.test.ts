import { money } from '@drawdown/shared/money';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tester, usd } from '../testing/index.ts';
import {
  openRuleTests,
  openWallet,
  type RuleTests,
  type WalletWithRule,
} from './testing/wallet-with-rule.ts';
import type { SaveAutoTopUpInput } from './types.ts';

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

describe('saving a rule', () => {
  test('keeps who consented to which words, and a daily limit of three times the amount', async () => {
    expect(await wallet.save()).toMatchObject({
      outcome: 'saved',
      startedTopUpId: null,
      rule: {
        state: 'on',
        threshold: usd(100_00),
        amount: usd(50_00),
        payer: { kind: 'account' },
        dailyLimit: usd(150_00),
        monthlyLimit: null,
        consent: { text: 'Charge our card when the balance is low.', by: 'test' },
        suspended: null,
        openTopUpId: null,
      },
    });
    expect(await wallet.save({ dailyLimit: null })).toMatchObject({ rule: { dailyLimit: null } });
  });

  test('charges at once what is due, and its preview says so and changes nothing', async () => {
    await wallet.draw('lead-1', 60_00);
    expect(await tests.autoTopUps.preview(wallet.rule())).toEqual({ amount: usd(50_00) });
    expect([await wallet.read(), await wallet.automatic()]).toEqual([null, []]);
    const saved = await wallet.save();
    if (saved.outcome !== 'saved') throw new Error(saved.outcome);
    expect(await wallet.automatic()).toMatchObject([
      {
        id: saved.startedTopUpId,
        amount: usd(50_00),
        status: 'pending',
        funding: 'account_card',
        buyerId: wallet.buyerId,
      },
    ]);
    expect(saved.rule.openTopUpId).toBe(saved.startedTopUpId);
    const { rows } = await tests.client.query(
      `select payload from outbox where kind = 'start_top_up' and subject_id = $1`,
      [saved.startedTopUpId],
    );
    expect(rows).toMatchObject([
      { payload: { walletId: wallet.walletId, buyerId: wallet.buyerId, amountMinor: 5000, trigger: 'auto' } },
    ]);
    expect(await tests.autoTopUps.preview(wallet.rule())).toBeNull();
  });

  test.each<[Partial<SaveAutoTopUpInput>, object]>([
    [{ targetBalance: usd(500_00) }, { outcome: 'invalid', field: 'amount' }],
    [{ amount: null }, { outcome: 'invalid', field: 'amount' }],
    [
      { amount: null, targetBalance: usd(100_00) },
      { outcome: 'invalid', field: 'targetBalance' },
    ],
    [{ amount: usd(4_99) }, { outcome: 'invalid', field: 'amount', message: 'must be at least 5.00 USD' }],
    [{ amount: usd(10_000_01) }, { outcome: 'invalid', field: 'amount' }],
    [{ dailyLimit: usd(49_99) }, { outcome: 'invalid', field: 'dailyLimit' }],
    [{ monthlyLimit: usd(49_99) }, { outcome: 'invalid', field: 'monthlyLimit' }],
    [{ consentText: ' ' }, { outcome: 'invalid', field: 'consent' }],
    [{ threshold: money(1n, 'EUR') }, { outcome: 'currency_mismatch', field: 'threshold', expected: 'USD' }],
    [{ walletId: 'wal_unknown' }, { outcome: 'wallet_not_found' }],
    [{ payer: 'buyer' }, { outcome: 'no_payment_method' }],
    [{ payer: 'buyer', payerBuyerId: 'buy_unknown' }, { outcome: 'buyer_not_found' }],
  ])('refuses %o', async (change, result) => {
    expect(await wallet.save(change)).toMatchObject(result);
    expect(await wallet.read()).toBeNull();
  });

  test('names the buyer who pays for a shared wallet', async () => {
    const { accountId } = wallet;
    const pool = await tests.ledger.wallets.createShared(
      { accountId, name: 'Pool', currency: 'USD' },
      tester,
    );
    const member = await wallet.scenario.buyer({ walletId: pool.id });
    await wallet.scenario.card({ kind: 'buyer', buyerId: member.id });
    expect(await wallet.save({ walletId: pool.id, payer: 'buyer' })).toEqual({
      outcome: 'payer_buyer_required',
    });
    const saved = await wallet.save({ walletId: pool.id, payer: 'buyer', payerBuyerId: member.id });
    expect(saved).toMatchObject({ outcome: 'saved', rule: { payer: { kind: 'buyer', buyerId: member.id } } });
    const { items } = await tests.ledger.topUps.list(accountId, { walletId: pool.id }, { limit: 1 });
    expect(items).toMatchObject([{ funding: 'buyer_card', buyerId: member.id, amount: usd(150_00) }]);
  });
});
