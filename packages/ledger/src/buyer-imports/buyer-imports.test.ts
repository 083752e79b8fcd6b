import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, openScenario, type Scenario, tester, usd } from '../testing/index.ts';
import type { ImportRow } from './types.ts';

let ledger: Ledger;
let client: pg.Client;
let scenario: Scenario;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  scenario = await openScenario(ledger);
});
afterEach(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
});
afterAll(async () => {
  await client.end();
  await ledger.close();
});

const rowOf = (externalId: string, more: Partial<ImportRow> = {}): ImportRow => ({
  externalId,
  name: 'Acme Solar',
  currency: 'USD',
  openingBalance: usd(250_00),
  ...more,
});

const bringIn = (row: ImportRow) => ledger.buyerImports.bringIn(scenario.accountId, row, tester);

async function found(externalId: string) {
  return (await ledger.buyers.list(scenario.accountId, { externalId }, { limit: 10 })).items;
}

describe('bringing in a row', () => {
  test('that dies before it is done leaves nothing, and does it whole the next time', async () => {
    await client.query(`
      create function power_cut() returns trigger language plpgsql as $$
      begin raise exception 'power cut'; end $$;
      create trigger power_cut before update on top_up for each row
        when (new.idempotency_key = 'import:opening-balance:cut') execute function power_cut()`);
    await expect(bringIn(rowOf('cut'))).rejects.toThrow('power cut');
    expect(await found('cut')).toEqual([]);
    await client.query('drop trigger power_cut on top_up; drop function power_cut()');
    expect((await bringIn(rowOf('cut'))).planned.action).toBe('create');
    expect((await bringIn(rowOf('cut'))).planned.action).toBe('unchanged');
    expect((await found('cut')).map(({ wallet }) => wallet.balance)).toEqual([usd(250_00)]);
  });

  test('by eight at the same moment makes one buyer and one credit', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, () => bringIn(rowOf('race'))));
    expect(new Set(results.map(({ buyerId }) => buyerId)).size).toBe(1);
    expect((await found('race')).map(({ wallet }) => wallet.balance)).toEqual([usd(250_00)]);
  });

  test('while the buyer is created by hand credits that buyer once', async () => {
    const { accountId } = scenario;
    await Promise.all([
      bringIn(rowOf('by-hand')),
      ledger.buyers.create({ accountId, name: 'By hand', externalId: 'by-hand' }, tester),
      bringIn(rowOf('by-hand')),
    ]);
    await bringIn(rowOf('by-hand'));
    expect((await found('by-hand')).map(({ name, wallet }) => [name, wallet.balance])).toEqual([
      ['Acme Solar', usd(250_00)],
    ]);
  });

  test('settles what a buyer owes like any other credit, and leaves what the row does not name', async () => {
    const buyer = await scenario.buyer({
      externalId: 'kept',
      email: 'kept@example.com',
      billing: { failurePolicy: 'continue', exposureLimit: usd(10_00) },
    });
    const { planned } = await bringIn(rowOf('kept', { name: 'Renamed' }));
    expect(planned).toMatchObject({
      action: 'update',
      buyerId: buyer.id,
      changes: [{ column: 'name', before: 'Acme Solar', after: 'Renamed' }],
    });
    expect((await found('kept'))[0]).toMatchObject({
      name: 'Renamed',
      email: 'kept@example.com',
      billing: { failurePolicy: 'continue', exposureLimit: usd(10_00) },
      wallet: { balance: usd(250_00) },
    });
  });

  test('is judged under the locks: what is wrong by then changes nothing', async () => {
    await bringIn(rowOf('judged'));
    const refused = await bringIn(rowOf('judged', { name: 'Other', openingBalance: usd(300_00) }));
    expect(refused.planned).toMatchObject({
      action: 'error',
      faults: [{ fault: 'other_opening_balance', credited: usd(250_00), buyerName: 'Acme Solar' }],
    });
    expect((await found('judged'))[0]).toMatchObject({
      name: 'Acme Solar',
      wallet: { balance: usd(250_00) },
    });
  });

  test('belongs to its account: the same external id elsewhere is another buyer', async () => {
    const other = await openScenario(ledger);
    await bringIn(rowOf('tenant'));
    const { planned } = await ledger.buyerImports.bringIn(other.accountId, rowOf('tenant'), tester);
    expect(planned.action).toBe('create');
  });
});
