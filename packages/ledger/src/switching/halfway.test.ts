import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, openScenario, tester } from '../testing/index.ts';
import { previewed } from './testing/confirmed.ts';

let ledger: Ledger;
let client: pg.Client;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await ledger.close();
});

test('a switch that breaks off at its last step has done nothing, and the same request does it later', async () => {
  const scenario = await openScenario(ledger);
  const { accountId } = scenario;
  const shared = await ledger.wallets.createShared({ accountId, name: 'Pool', currency: 'USD' }, tester);
  const { id: buyerId, walletId: own } = await scenario.buyer({ billing: { mechanism: 'manual' } });
  await scenario.credit(own, 60_00);
  await ledger.deliveries.deliver(scenario.lead(buyerId, 'a', 25_00));
  const order = {
    accountId,
    buyerId,
    mechanism: 'wallet',
    walletId: shared.id,
    moveBalance: true,
  } as const;
  const { previewToken } = await previewed(ledger, order);
  // The audit row is the last thing that is written: everything before it stands in the transaction by then.
  await client.query(`create function break_off() returns trigger language plpgsql as $$
    begin raise exception 'the process died'; end $$`);
  await client.query(`create trigger break_off before insert on audit_log for each row
    when (new.action = 'buyer.switched') execute function break_off()`);
  await expect(ledger.switching.confirm({ ...order, previewToken }, tester)).rejects.toThrow();
  expect(await ledger.buyers.get(accountId, buyerId)).toMatchObject({
    walletId: own,
    billing: { mechanism: 'manual' },
  });
  expect([await scenario.balance(own), await scenario.balance(shared.id)]).toEqual([60_00n, 0n]);
  const written = await client.query('select from invoice where buyer_id = $1', [buyerId]);
  expect(written.rowCount).toBe(0);

  await client.query('drop trigger break_off on audit_log');
  const done = await ledger.switching.confirm({ ...order, previewToken }, tester);
  expect(done).toMatchObject({ outcome: 'switched', changed: true, moved: { amountMinor: 60_00n } });
  expect(done?.outcome === 'switched' && done.invoiceIds).toHaveLength(1);
  expect(await ledger.checkInvariants()).toEqual([]);
});
