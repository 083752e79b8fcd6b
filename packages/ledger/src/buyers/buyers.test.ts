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

describe('a buyer', () => {
  test('gets a wallet of its own in the currency of the account, and the default billing', async () => {
    const buyer = await scenario.buyer({ name: 'Acme' });
    expect(buyer).toMatchObject({
      currency: 'USD',
      deliveryStatus: 'active',
      wallet: { owner: 'buyer', sharedBy: 1, balance: usd(0), available: usd(0) },
      billing: {
        mechanism: 'wallet',
        failurePolicy: 'pause',
        pauseTiming: 'immediate',
        fallbackToCard: false,
      },
    });
  });

  test('has an external id that no other buyer of the account has', async () => {
    await scenario.buyer({ externalId: 'crm-1' });
    const { accountId } = scenario;
    const taken = await ledger.buyers.create({ accountId, name: 'Other', externalId: 'crm-1' }, tester);
    expect(taken).toEqual({ outcome: 'external_id_taken' });
    const elsewhere = await openScenario(ledger);
    expect(await elsewhere.buyer({ externalId: 'crm-1' })).toMatchObject({ externalId: 'crm-1' });
  });

  test('draws on a shared wallet of the same account and currency only', async () => {
    const { accountId } = scenario;
    const own = await scenario.buyer();
    const shared = await ledger.wallets.createShared({ accountId, name: 'Pool', currency: 'EUR' }, tester);
    const create = (walletId: string, more = {}) =>
      ledger.buyers.create({ accountId, name: 'X', walletId, ...more }, tester);
    expect(await create(own.walletId)).toEqual({ outcome: 'wallet_not_shared' });
    expect(await create('wal_unknown')).toEqual({ outcome: 'wallet_not_found' });
    expect(await create(shared.id, { currency: 'USD' })).toMatchObject({
      outcome: 'currency_mismatch',
      expected: 'EUR',
    });
    expect(await create(shared.id)).toMatchObject({ outcome: 'saved', buyer: { currency: 'EUR' } });
  });

  test('keeps what a change of its billing leaves out, and loses a limit set to null', async () => {
    const { accountId } = scenario;
    const { id } = await scenario.buyer({ billing: { dailyCap: usd(100_00), failurePolicy: 'continue' } });
    const update = (billing: object) => ledger.buyers.update({ accountId, buyerId: id, billing }, tester);
    expect(await update({ monthlyCap: usd(900_00) })).toMatchObject({
      buyer: { billing: { dailyCap: usd(100_00), monthlyCap: usd(900_00), failurePolicy: 'continue' } },
    });
    expect(await update({ dailyCap: null })).toMatchObject({ buyer: { billing: { dailyCap: null } } });
    expect(await update({ dailyCap: { amountMinor: 1n, currency: 'EUR' } })).toEqual({
      outcome: 'currency_mismatch',
      expected: 'USD',
      field: 'billing.dailyCap.currency',
    });
  });

  test('loses no field when two changes come at once', async () => {
    const { accountId } = scenario;
    const { id } = await scenario.buyer();
    await Promise.all([
      ledger.buyers.update({ accountId, buyerId: id, billing: { dailyCap: usd(1) } }, tester),
      ledger.buyers.update({ accountId, buyerId: id, billing: { monthlyCap: usd(2) } }, tester),
      ledger.buyers.update({ accountId, buyerId: id, billing: { returnWindowDays: 3 } }, tester),
    ]);
    expect(await ledger.buyers.get(accountId, id)).toMatchObject({
      billing: { dailyCap: usd(1), monthlyCap: usd(2), returnWindowDays: 3 },
    });
  });

  test('of another account is neither found nor changed', async () => {
    const { id } = await scenario.buyer({ name: 'Mine' });
    const { accountId } = await openScenario(ledger);
    expect(await ledger.buyers.get(accountId, id)).toBeNull();
    expect(await ledger.buyers.update({ accountId, buyerId: id, name: 'Yours' }, tester)).toBeNull();
  });

  test('is listed by pages and found by name, email or external id', async () => {
    const other = await openScenario(ledger);
    for (const name of ['Ann', 'Bob', 'Cid']) {
      await other.buyer({ name, email: `${name.toLowerCase()}@x.example`, externalId: `crm-${name}` });
    }
    const first = await ledger.buyers.list(other.accountId, {}, { limit: 2 });
    const second = await ledger.buyers.list(
      other.accountId,
      {},
      { limit: 2, cursor: first.nextCursor ?? '' },
    );
    expect([...first.items, ...second.items].map((buyer) => buyer.name)).toEqual(['Ann', 'Bob', 'Cid']);
    expect(second.nextCursor).toBeNull();
    for (const search of ['bob', 'BOB@X', 'crm-Bob']) {
      const found = await ledger.buyers.list(other.accountId, { search }, { limit: 9 });
      expect(found.items.map((buyer) => buyer.name)).toEqual(['Bob']);
    }
  });
});
