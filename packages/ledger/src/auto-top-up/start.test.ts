import { type Currency, money } from '@drawdown/shared/money';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import { tester, usd } from '../testing/index.ts';
import {
  openRuleTests,
  openWallet,
  type RuleTests,
  type WalletWithRule,
} from './testing/wallet-with-rule.ts';

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

describe('an automatic top-up', () => {
  test('is started by the draw that reaches the threshold, and only by that one', async () => {
    await wallet.save();
    await wallet.draw('lead-1', 49_99);
    expect(await wallet.automatic()).toEqual([]);
    await wallet.draw('lead-2', 1);
    await wallet.draw('lead-3', 80_00);
    expect(await wallet.automatic()).toMatchObject([{ amount: usd(50_00) }]);
  });

  test('is started by a hold as by a lead', async () => {
    await wallet.save();
    const { accountId, buyerId } = wallet;
    await tests.ledger.holds.place({ accountId, buyerId, amount: usd(50_00), lifetimeMs: 60_000 });
    expect(await wallet.automatic()).toHaveLength(1);
  });

  test.each<[Currency, bigint, bigint, bigint]>([
    // The account's limits are 5.00 and 10,000.00 of its currency: the same number of whole units elsewhere.
    ['JPY', 1_000n, 400n, 10_000n],
    ['KWD', 1_000_000n, 4_000n, 10_000_000n],
  ])(
    'goes by the minor units of %s, at the least and at the most',
    async (currency, threshold, draws, most) => {
      const { accountId, scenario } = wallet;
      const pool = await tests.ledger.wallets.createShared({ accountId, name: currency, currency }, tester);
      const member = await scenario.buyer({ walletId: pool.id, currency });
      const minor = (amountMinor: bigint) => money(amountMinor, currency);
      const inPool = { walletId: pool.id, threshold: minor(threshold), dailyLimit: null } as const;
      const wanted = { amount: null, targetBalance: minor(most * 20n) } as const;
      expect(await tests.autoTopUps.preview(wallet.rule({ ...inPool, ...wanted }))).toEqual({
        amount: minor(most),
      });
      await tests.client.query(
        `select post_transaction($1, $2, 'correction', 'x', null, null,
      array[w.book_account_id, open_book($1, 'promotions', '', $3)], array[$4::bigint, -$4::bigint])
      from wallet w where id = $5`,
        [accountId, `correction:${currency}`, currency, threshold + draws, pool.id],
      );
      await wallet.save({ ...inPool, amount: null, targetBalance: minor(threshold + 1n) });
      const lead = { accountId, buyer: { id: member.id }, leadId: 'lead-1', price: minor(draws) };
      await tests.ledger.deliveries.deliver(lead);
      const { items } = await tests.ledger.topUps.list(accountId, { walletId: pool.id }, { limit: 10 });
      expect(items.map(({ amount }) => amount)).toEqual([minor(most / 2_000n)]);
    },
  );

  test('counts what is under way by hand', async () => {
    await wallet.save();
    await tests.ledger.topUps.request(
      { ...wallet.place, amount: usd(500_00), funding: 'account_card' },
      tester,
    );
    await wallet.draw('lead-1', 100_00);
    expect(await wallet.automatic()).toEqual([]);
  });

  describe('beside a top-up that was asked for by hand and is declined', () => {
    const failing = async (state: string, status: string) => {
      const { place, accountId, scenario } = wallet;
      const picked = await scenario.card({ kind: 'account' }, { fingerprint: `fp_of_${accountId}` });
      const asked = await tests.ledger.topUps.request(
        { ...place, amount: usd(500_00), funding: 'account_card', paymentMethodId: picked.id },
        tester,
      );
      if (asked.outcome !== 'accepted') throw new Error(asked.outcome);
      const { id, chargeId } = asked.topUp;
      await tests.client.query('begin');
      await tests.client.query('update top_up set status = $2 where id = $1', [id, status]);
      await tests.client.query(
        `insert into card_incident (id, account_id, fingerprint, payment_method_id)
         select $1, account_id, coalesce(fingerprint, id), id from payment_method where id = $2`,
        [`inc_${id}`, picked.id],
      );
      await tests.client.query(
        `update charge set retry_state = $2, first_declined_at = now(), incident_id = $3,
           next_attempt_at = case when $2 = 'scheduled' then now() + interval '3 days' end where id = $1`,
        [chargeId, state, `inc_${id}`],
      );
      await tests.client.query('commit');
      return { id, accountId };
    };

    test.each([
      ['scheduled', 'retrying'],
      ['follows', 'retrying'],
      ['needs_card', 'retrying'],
      ['needs_payer', 'requires_action'],
    ])('charges the card of the rule while that one is %s', async (state, status) => {
      await wallet.save();
      await failing(state, status);
      await wallet.draw('lead-1', 100_00);
      expect(await wallet.automatic()).toMatchObject([{ amount: usd(100_00) }]);
      expect(await wallet.read()).toMatchObject({ state: 'on', notStartedBecause: null });
    });

    test('waits while Stripe is being asked for that one, and starts once it has said no', async () => {
      await wallet.save();
      const { id } = await failing('trying', 'retrying');
      await wallet.draw('lead-1', 100_00);
      expect(await wallet.automatic()).toEqual([]);
      await tests.client.query(`update charge set retry_state = 'needs_card' where top_up_id = $1`, [id]);
      expect(await tests.autoTopUps.sweep(10)).toHaveLength(1);
      expect(await tests.autoTopUps.sweep(10)).toEqual([]);
    });

    test('says so where the rule has no card but the declined one', async () => {
      await wallet.save();
      const { id, accountId } = await failing('scheduled', 'retrying');
      await tests.client.query(
        `update payment_method set is_default = false where account_id = $1 and is_default`,
        [accountId],
      );
      await tests.client.query(
        `update payment_method m set is_default = true from charge c where c.top_up_id = $1 and m.id = c.payment_method_id`,
        [id],
      );
      await wallet.draw('lead-1', 100_00);
      expect(await wallet.automatic()).toEqual([]);
      expect(await wallet.read()).toMatchObject({ state: 'on', notStartedBecause: 'card_being_retried' });
    });
  });

  test('is told to the router whose lead no longer fits', async () => {
    await wallet.save();
    expect(await wallet.draw('lead-1', 150_01)).toMatchObject({ topUpInProgress: false });
    await wallet.draw('lead-2', 60_00);
    expect(await wallet.draw('lead-3', 100_00)).toMatchObject({ topUpInProgress: true });
  });

  test('starts the next one when it has ended, until the day has no more to give', async () => {
    await wallet.save();
    await wallet.draw('lead-1', 150_00);
    const amounts: bigint[] = [];
    for (let n = 0; n < 3; n += 1) {
      const open = (await wallet.automatic()).find(({ status }) => status === 'pending');
      if (open === undefined) break;
      amounts.push(open.amount.amountMinor);
      await wallet.pay(open.id);
      await wallet.draw(`lead-more-${n}`, Number(open.amount.amountMinor));
    }
    expect(amounts).toEqual([150_00n]);
    expect(await wallet.read()).toMatchObject({ state: 'on', notStartedBecause: 'daily_limit_reached' });
    await tests.client.query(
      `update auto_top_up_rule set daily_limit_minor = null, monthly_limit_minor = 16000 where wallet_id = $1`,
      [wallet.walletId],
    );
    await wallet.check();
    expect(await wallet.read()).toMatchObject({ notStartedBecause: 'monthly_limit_reached' });
    await wallet.save({ dailyLimit: null, monthlyLimit: null });
    expect(await wallet.automatic()).toHaveLength(2);
    expect(await wallet.read()).toMatchObject({ notStartedBecause: null });
  });

  test('is not started while every buyer of the wallet is paused by hand', async () => {
    await wallet.save();
    await wallet.pauseByHand();
    await tests.client.query(
      `select post_transaction($1, 'correction:x', 'correction', 'x', null, null,
      array[w.book_account_id, open_book($1, 'external_receipts', '', 'USD')], array[-6000, 6000]::bigint[])
      from wallet w where id = $2`,
      [wallet.accountId, wallet.walletId],
    );
    expect(await tests.autoTopUps.sweep(10)).toEqual([]);
    expect(await wallet.read()).toMatchObject({ notStartedBecause: 'buyers_paused_by_hand' });
    await tests.client.query('update pause_reason set closed_at = now() where buyer_id = $1', [
      wallet.buyerId,
    ]);
    expect(await tests.autoTopUps.sweep(10)).toHaveLength(1);
  });

  test('is not started while the card is being retried', async () => {
    await wallet.save();
    await tests.client.query(
      `insert into card_incident (id, account_id, fingerprint, payment_method_id)
       select $1, account_id, fingerprint, id from payment_method where account_id = $2`,
      [`inc_${wallet.walletId}`, wallet.accountId],
    );
    await wallet.draw('lead-1', 60_00);
    expect(await wallet.automatic()).toEqual([]);
    expect(await wallet.read()).toMatchObject({ state: 'on', notStartedBecause: 'card_being_retried' });
  });

  test('is found by the sweep where a look was missed', async () => {
    await wallet.save();
    await tests.client.query('update wallet set auto_top_up_at_minor = null where id = $1', [
      wallet.walletId,
    ]);
    await wallet.draw('lead-1', 60_00);
    await tests.client.query('update wallet set auto_top_up_at_minor = 10000 where id = $1', [
      wallet.walletId,
    ]);
    const started = await tests.autoTopUps.sweep(10);
    expect(started).toEqual((await wallet.automatic()).map(({ id }) => id));
    expect(await tests.autoTopUps.sweep(10)).toEqual([]);
  });
});

describe('at once', () => {
  test('200 draws on a wallet with funds for 50 deliver exactly 50 and start one automatic top-up', async () => {
    await wallet.save({ threshold: usd(10_00) });
    const results = await Promise.all(Array.from({ length: 200 }, (_, n) => wallet.draw(`lead-${n}`, 3_00)));
    expect(results.filter(({ outcome }) => outcome === 'delivered')).toHaveLength(50);
    expect(await wallet.scenario.balance(wallet.walletId)).toBe(0n);
    expect(await wallet.automatic()).toHaveLength(1);
  });

  test('draws of several processes, holds, saves and sweeps start one', async () => {
    await wallet.save();
    const processes = [1, 2, 3].map(() => createLedger({ databaseUrl: tests.databaseUrl, poolSize: 4 }));
    await Promise.all([
      ...processes.flatMap((process, p) =>
        Array.from({ length: 20 }, (_, n) =>
          process.deliveries.deliver(wallet.scenario.lead(wallet.buyerId, `lead-${p}-${n}`, 2_00)),
        ),
      ),
      ...Array.from({ length: 5 }, () => tests.autoTopUps.sweep(10)),
      wallet.save({ amount: usd(70_00) }),
      wallet.save({ amount: usd(80_00) }),
    ]);
    await Promise.all(processes.map((process) => process.close()));
    expect(await wallet.automatic()).toHaveLength(1);
  });

  test('a rule that is turned off in mid-flight starts nothing more, and what it had started is credited', async () => {
    await wallet.save();
    await wallet.draw('lead-1', 60_00);
    const [open] = await wallet.automatic();
    await Promise.all([
      wallet.save({ enabled: false }),
      ...Array.from({ length: 50 }, (_, n) => wallet.draw(`lead-more-${n}`, 1_00)),
    ]);
    await wallet.pay(open?.id ?? '');
    await wallet.draw('lead-last', 60_00);
    expect(await wallet.automatic()).toHaveLength(1);
    expect(await wallet.read()).toMatchObject({ state: 'off' });
    expect(await wallet.scenario.balance(wallet.walletId)).toBe(30_00n);
  });
});
