import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { failCharge } from '../testing/failing-charge.ts';
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

/** Runs statements in one transaction on a connection of its own. */
async function inTransaction(run: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: tests.databaseUrl });
  await client.connect();
  try {
    await client.query('begin');
    await run(client);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

test('a draw never waits for who ends the open top-up and waits for the draw', async () => {
  await wallet.save({ dailyLimit: null });
  await wallet.draw('lead-0', 60_00);
  for (let n = 1; n <= 20; n += 1) {
    const [open] = await wallet.automatic();
    await Promise.all([
      // As whoever cancels it: the row first, then the wallet's lock, and the look that its end calls for.
      inTransaction(async (client) => {
        await client.query(`update top_up set status = 'canceled', ended_at = now() where id = $1`, [
          open?.id,
        ]);
        await client.query(`update charge set status = 'canceled' where top_up_id = $1`, [open?.id]);
        await client.query('select check_auto_top_up($1, $2)', [wallet.accountId, wallet.walletId]);
      }),
      ...Array.from({ length: 4 }, (_, m) => wallet.draw(`lead-${n}-${m}`, 1_00)),
    ]);
    const all = await wallet.automatic();
    expect(all).toHaveLength(n + 1);
    expect(all.filter(({ status }) => status === 'pending')).toHaveLength(1);
  }
});

test('of draws and the decline that suspends the rule, none starts another top-up after it', async () => {
  await wallet.save({ dailyLimit: null });
  await wallet.draw('lead-0', 60_00);
  const [open] = await wallet.automatic();
  await Promise.all([
    inTransaction(async (client) => {
      await client.query('select lock_wallet($1, $2)', [wallet.accountId, wallet.walletId]);
      await client.query(`update top_up set status = 'declined', ended_at = now() where id = $1`, [open?.id]);
      await client.query(`update charge set status = 'declined' where top_up_id = $1`, [open?.id]);
      await client.query(`select suspend_auto_top_up($1, 'card_declined', 'fp_4242')`, [wallet.walletId]);
    }),
    ...Array.from({ length: 60 }, (_, n) => wallet.draw(`lead-more-${n}`, 1_00)),
  ]);
  expect(await wallet.automatic()).toHaveLength(1);
  expect(await wallet.read()).toMatchObject({ state: 'suspended' });
});

test('two wallets on one card that cross their thresholds at once start one each, and none once the card fails', async () => {
  const { accountId, scenario } = wallet;
  const second = await scenario.buyer();
  const third = await scenario.buyer();
  for (const { walletId } of [second, third]) {
    await scenario.credit(walletId, 150_00);
    await wallet.save({ walletId });
  }
  await wallet.save();
  await Promise.all([
    wallet.draw('lead-1', 60_00),
    tests.ledger.deliveries.deliver(scenario.lead(second.id, 'lead-1', 60_00)),
  ]);
  const { items } = await tests.ledger.topUps.list(accountId, {}, { limit: 100 });
  const wallets = items.filter(({ trigger }) => trigger === 'auto').map(({ walletId }) => walletId);
  expect(new Set(wallets)).toEqual(new Set([wallet.walletId, second.walletId]));
  expect(wallets).toHaveLength(2);
  await failCharge(
    { ledger: tests.ledger, client: tests.client, scenario },
    { walletId: wallet.walletId, amountMinor: 50_00, buyers: [] },
  );
  await tests.ledger.deliveries.deliver(scenario.lead(third.id, 'lead-1', 60_00));
  expect(await tests.autoTopUps.get(accountId, third.walletId)).toMatchObject({
    openTopUpId: null,
    notStartedBecause: 'card_being_retried',
  });
});

test('draws on trust and credits at once leave exactly what was not paid as owed', async () => {
  const { scenario, walletId, accountId } = wallet;
  await tests.client.query(
    `update buyer set failure_policy = 'continue', exposure_limit_minor = 100000 where id = $1`,
    [wallet.buyerId],
  );
  await failCharge(
    { ledger: tests.ledger, client: tests.client, scenario },
    { walletId, amountMinor: 900_00, buyers: [{ id: wallet.buyerId, policy: 'continue' }] },
  );
  const credit = async () => {
    await scenario.credit(walletId, 30_00);
    await inTransaction((client) => client.query('select after_credit($1, $2, 3000)', [accountId, walletId]));
  };
  const [results] = await Promise.all([
    Promise.all(Array.from({ length: 100 }, (_, n) => wallet.draw(`lead-${n}`, 7_00))),
    ...Array.from({ length: 8 }, credit),
  ]);
  expect(results.every(({ outcome }) => outcome === 'delivered')).toBe(true);
  await inTransaction((client) => client.query('select after_credit($1, $2, 0)', [accountId, walletId]));
  const { rows } = await tests.client.query('select exposure_of($1) as owed', [wallet.buyerId]);
  // 150 + 8 * 30 came in, 100 leads of 7 went out; what is left in the wallet after the last credit is owed less.
  expect(BigInt(rows[0].owed) - (await scenario.balance(walletId))).toBe(310_00n);
});
