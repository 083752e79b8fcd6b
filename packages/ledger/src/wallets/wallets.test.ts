import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, openScenario, type Scenario, tester, usd } from '../testing/index.ts';

let ledger: Ledger;
let scenario: Scenario;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase() });
  scenario = await openScenario(ledger);
});
afterAll(() => ledger.close());

describe('a wallet', () => {
  test('pages through its history without gaps or repeats while it grows', async () => {
    const { id, walletId } = await scenario.buyer();
    await scenario.credit(walletId, 100_00);
    for (let n = 0; n < 6; n += 1) await ledger.deliveries.deliver(scenario.lead(id, `lead-${n}`, 1_00));
    const first = await ledger.wallets.entries(scenario.accountId, walletId, { limit: 3 });
    await ledger.deliveries.deliver(scenario.lead(id, 'lead-late', 1_00));
    const second = await ledger.wallets.entries(scenario.accountId, walletId, {
      limit: 10,
      cursor: first?.nextCursor ?? '',
    });
    expect([...(first?.items ?? []), ...(second?.items ?? [])].map((entry) => entry.version)).toEqual([
      7n,
      6n,
      5n,
      4n,
      3n,
      2n,
      1n,
    ]);
    expect(second?.nextCursor).toBeNull();
  });

  test('says what is on its way beside the balance, never in it', async () => {
    const { id, walletId } = await scenario.buyer();
    await scenario.card({ kind: 'buyer', buyerId: id });
    const { accountId } = scenario;
    await ledger.topUps.request({ accountId, walletId, amount: usd(80_00), funding: 'buyer_card' }, tester);
    expect(await ledger.wallets.get(accountId, walletId)).toMatchObject({
      balance: usd(0),
      available: usd(0),
      pendingTopUps: usd(80_00),
    });
  });

  test('of another account is not found, nor is its history', async () => {
    const { walletId } = await scenario.buyer();
    const other = await openScenario(ledger);
    expect(await ledger.wallets.get(other.accountId, walletId)).toBeNull();
    expect(await ledger.wallets.entries(other.accountId, walletId, { limit: 1 })).toBeNull();
  });

  test('that is shared lists who draws on it', async () => {
    const { accountId } = scenario;
    const wallet = await ledger.wallets.createShared({ accountId, name: 'Midwest', currency: 'USD' }, tester);
    await scenario.buyer({ name: 'B', walletId: wallet.id });
    await scenario.buyer({ name: 'A', walletId: wallet.id });
    const read = await ledger.wallets.get(accountId, wallet.id);
    expect(read).toMatchObject({ owner: 'account', name: 'Midwest', sharedBy: 2 });
    expect(read?.buyers.map((buyer) => buyer.name)).toEqual(['A', 'B']);
    const shared = await ledger.wallets.list(accountId, { owner: 'account' }, { limit: 10 });
    expect(shared.items.map((item) => item.id)).toEqual([wallet.id]);
  });
});
