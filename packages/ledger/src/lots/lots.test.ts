import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, openScenario, tester, usd } from '../testing/index.ts';

let ledger: Ledger;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase() });
});
afterAll(() => ledger.close());

test('a wallet says of each credit how much is unspent, promotional first and never retroactively', async () => {
  const scenario = await openScenario(ledger);
  const { accountId } = scenario;
  const { id: buyerId, walletId } = await scenario.buyer();
  const paid = await scenario.credit(walletId, 100_00);
  await ledger.deliveries.deliver(scenario.lead(buyerId, 'a', 60_00));
  const gift = {
    accountId,
    walletId,
    amount: usd(30_00),
    funding: 'promotional',
    reason: 'welcome',
  } as const;
  await ledger.topUps.request(gift, tester);
  await ledger.deliveries.deliver(scenario.lead(buyerId, 'b', 20_00));
  await ledger.deliveries.deliver(scenario.lead(buyerId, 'c', 20_00));
  const lots = await ledger.lots.ofWallet(accountId, walletId);
  expect(lots?.map(({ kind, amount, unspent }) => [kind, amount, unspent])).toEqual([
    ['external_credit', usd(100_00), usd(30_00)],
    ['promotional_credit', usd(30_00), usd(0)],
  ]);
  expect(lots?.[0]?.topUpId).toBe(paid.id);
  const other = await openScenario(ledger);
  expect(await ledger.lots.ofWallet(other.accountId, walletId)).toBeNull();
});

test('a wallet without credit has no lots', async () => {
  const scenario = await openScenario(ledger);
  const { walletId } = await scenario.buyer();
  expect(await ledger.lots.ofWallet(scenario.accountId, walletId)).toEqual([]);
});
