import { createLedger, type Ledger, type SaveAutoTopUpInput } from '@drawdown/ledger';
import { openScenario, type Scenario, tester, usd } from '@drawdown/ledger/testing';
import { money } from '@drawdown/shared/money';
import { testBackends } from '@drawdown/stack/testing';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

let ledger: Ledger;
let sql: pg.Client;

beforeAll(async () => {
  const databaseUrl = await testBackends.createDatabase();
  ledger = createLedger({ databaseUrl });
  sql = new pg.Client({ connectionString: databaseUrl });
  await sql.connect();
});
afterEach(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
});
afterAll(async () => {
  await sql.end();
  await ledger.close();
});

/** Minor units in a major one. */
const UNITS = { USD: 100, JPY: 1, KWD: 1000 } as const;

/** In major units. */
type Rule = { threshold: number; amount?: number; target?: number };
type RuleOfWallet = Rule & { walletId: string; currency: keyof typeof UNITS };

/** A rule that the account's card pays for. */
function ruleOf({ accountId }: Scenario, rule: RuleOfWallet): SaveAutoTopUpInput {
  const { walletId, currency, threshold, amount, target } = rule;
  const sum = (major: number) => money(BigInt(major * UNITS[currency]), currency);
  return {
    accountId,
    walletId,
    enabled: true,
    threshold: sum(threshold),
    amount: amount === undefined ? null : sum(amount),
    targetBalance: target === undefined ? null : sum(target),
    payer: 'account',
    dailyLimit: null,
    consentText: 'Our card may be charged.',
  };
}

async function automaticTopUps(walletId: string): Promise<bigint[]> {
  const { rows } = await sql.query<{ amount: string }>(
    `select amount_minor as amount from top_up where wallet_id = $1 and trigger = 'auto' order by id`,
    [walletId],
  );
  return rows.map(({ amount }) => BigInt(amount));
}

test('200 concurrent draws on one wallet with funds for 50: exactly 50 succeed, ledger sums to zero, one auto top-up', async () => {
  const scenario = await openScenario(ledger);
  await scenario.card({ kind: 'account' });
  const { id, walletId } = await scenario.buyer();
  await scenario.credit(walletId, 50 * 700);
  const rule = ruleOf(scenario, { walletId, currency: 'USD', threshold: 0, amount: 100 });
  expect(await ledger.autoTopUps.save(rule, tester)).toMatchObject({
    outcome: 'saved',
    startedTopUpId: null,
  });

  const results = await Promise.all(
    Array.from({ length: 200 }, (_, n) => ledger.deliveries.deliver(scenario.lead(id, `lead-${n}`, 700))),
  );

  expect(results.filter(({ outcome }) => outcome === 'delivered')).toHaveLength(50);
  expect(await scenario.balance(walletId)).toBe(0n);
  expect(await automaticTopUps(walletId)).toEqual([100_00n]);
});

test('Balance hovers at threshold: one mail per episode, cooldown, one recovery notice', async () => {
  const scenario = await openScenario(ledger);
  const { id, walletId } = await scenario.buyer();
  await scenario.credit(walletId, 105_00);
  const { accountId } = scenario;
  await ledger.wallets.setLowBalance({ accountId, walletId, lowBalance: usd(100_00) }, tester);
  const mails = async () => {
    const { rows } = await sql.query<{ kind: string }>(
      'select kind from email where account_id = $1 order by id',
      [accountId],
    );
    return rows.map(({ kind }) => kind);
  };

  for (let n = 0; n < 20; n += 1) {
    await ledger.deliveries.deliver(scenario.lead(id, `hover-${n}`, 6_00));
    await scenario.credit(walletId, 6_00);
  }
  expect(await mails()).toEqual(['low_balance']);
  await scenario.credit(walletId, 50_00);
  expect(await mails()).toEqual(['low_balance', 'balance_recovered']);
  await ledger.deliveries.deliver(scenario.lead(id, 'the next episode', 60_00));
  expect(await mails()).toEqual(['low_balance', 'balance_recovered', 'low_balance']);
});

describe('Target above max / gap of exactly one increment / threshold equality / zero and three-decimal currency', () => {
  const cases: [name: string, rule: Rule, available: number, charged: number | null][] = [
    ['a target above the maximum charges the maximum', { threshold: 100, target: 20_000 }, 100, 10_000],
    [
      'a gap of exactly one increment takes two: one would land at the threshold',
      { threshold: 100, amount: 50 },
      50,
      100,
    ],
    ['a little less than one increment takes one', { threshold: 100, amount: 50 }, 51, 50],
    ['at the threshold it is due', { threshold: 100, amount: 50 }, 100, 50],
    ['above the threshold it is not', { threshold: 100, amount: 50 }, 101, null],
  ];

  const inEveryCurrency = (['USD', 'JPY', 'KWD'] as const).flatMap((currency) =>
    cases.map(([name, rule, available, charged]) => ({ currency, name, rule, available, charged })),
  );

  test.each(inEveryCurrency)('$currency: $name', async ({ currency, rule, available, charged }) => {
    const units = BigInt(UNITS[currency]);
    const scenario = await openScenario(ledger, { currency });
    await scenario.card({ kind: 'account' });
    // The account's limits are in its own currency: the same sums in each.
    await ledger.accounts.updateSettings(
      scenario.accountId,
      { topUpMinimum: money(5n * units, currency), topUpMaximum: money(10_000n * units, currency) },
      tester,
    );
    const { walletId } = await scenario.buyer();
    await scenario.credit(walletId, BigInt(available) * units);
    const input = ruleOf(scenario, { walletId, currency, ...rule });
    const expected = charged === null ? null : BigInt(charged) * units;
    expect((await ledger.autoTopUps.preview(input))?.amount.amountMinor ?? null).toBe(expected);
    await ledger.autoTopUps.save(input, tester);
    expect(await automaticTopUps(walletId)).toEqual(expected === null ? [] : [expected]);
  });
});
