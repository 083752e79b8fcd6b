import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, openScenario, tester, usd } from '../testing/index.ts';

let ledger: Ledger;
let intruder: pg.Client;
let observer: pg.Client;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  intruder = new pg.Client({ connectionString: databaseUrl });
  observer = new pg.Client({ connectionString: databaseUrl });
  await Promise.all([intruder.connect(), observer.connect()]);
});
afterAll(async () => {
  await Promise.all([intruder.end(), observer.end(), ledger.close()]);
});

/** Resolves when so many statements of this database wait for a lock, or at once when something else is done first. */
async function waiting(count: number, first: Promise<unknown> = new Promise(() => {})): Promise<void> {
  let over = false;
  const done = first.then(() => {
    over = true;
  });
  while (!over) {
    const { rowCount } = await observer.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if ((rowCount ?? 0) >= count) return;
    await Promise.race([done, delay(5)]);
  }
}

test('a cap taken away while a lead is being paid for leaves no count behind that a later cap would trust', async () => {
  const scenario = await openScenario(ledger);
  const { accountId } = scenario;
  const { id: buyerId, walletId } = await scenario.buyer({ billing: { dailyCap: usd(100_00) } });
  await scenario.credit(walletId, 500_00);
  const setCap = (dailyCap: ReturnType<typeof usd> | null) =>
    ledger.buyers.update({ accountId, buyerId, billing: { dailyCap } }, tester);

  // Somebody else holds the place of its count, so that the posting stops between its decision and its rows.
  await intruder.query('set session_replication_role = replica');
  await intruder.query('begin');
  await intruder.query(
    `insert into buyer_spending (buyer_id, month, day, day_spent_minor, month_spent_minor)
     values ($1, date_trunc('month', now() at time zone 'UTC'), now() at time zone 'UTC', 0, 0)`,
    [buyerId],
  );
  const delivering = ledger.deliveries.deliver(scenario.lead(buyerId, 'lead-1', 10_00));
  await waiting(1);
  const changing = setCap(null);
  await waiting(2, changing);
  await intruder.query('rollback');
  expect(await delivering).toMatchObject({ outcome: 'delivered' });
  await changing;

  await ledger.deliveries.deliver(scenario.lead(buyerId, 'lead-2', 60_00));
  await setCap(usd(100_00));
  expect(await ledger.checkInvariants()).toEqual([]);
  expect(await ledger.deliveries.deliver(scenario.lead(buyerId, 'lead-3', 40_00))).toMatchObject({
    outcome: 'refused',
    code: 'spending_cap_reached',
  });
});
