import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, openScenario, type Scenario } from '../testing/index.ts';

const ROWS = 2_500;
const FIRST = Date.parse('2026-11-01T00:00:00Z');

let ledger: Ledger;
let client: pg.Client;
let scenario: Scenario;
let buyerId: string;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  scenario = await openScenario(ledger);
  const buyer = await scenario.buyer({ externalId: 'b-1' });
  buyerId = buyer.id;
  // One each second. Their ids are not quite in the order of their times.
  await client.query(
    `insert into delivery (id, account_id, buyer_id, wallet_id, lead_id, price_minor, currency, outcome, refusal_code,
       available_seen_minor, version_seen, created_at)
     select 'dlv_' || lpad((n # 1)::text, 8, '0'), $1, $2, $3, 'l-' || n, 100, 'USD', 'refused', 'delivery_paused', 0, 0,
       $4::timestamptz + n * interval '1 second'
     from generate_series(0, $5::int - 1) as n`,
    [scenario.accountId, buyer.id, buyer.walletId, new Date(FIRST), ROWS],
  );
});
afterAll(async () => {
  await client.end();
  await ledger.close();
});

async function leadsOf(period: { from: number; to: number; buyerId?: string }): Promise<string[]> {
  const { accountId } = scenario;
  const from = new Date(FIRST + period.from * 1_000);
  const to = new Date(FIRST + period.to * 1_000);
  const leads = [];
  const asked = { accountId, from, to, buyerId: period.buyerId };
  for await (const { leadId } of ledger.deliveryExports.deliveries(asked)) leads.push(leadId);
  return leads;
}

test('has every delivery of the period once, in the order of the ids, over many portions', async () => {
  const leads = await leadsOf({ from: 0, to: ROWS });
  expect(leads).toEqual(Array.from({ length: ROWS }, (_, n) => `l-${n ^ 1}`));
  expect(await leadsOf({ from: 0, to: ROWS, buyerId })).toEqual(leads);
});

test('keeps to the period at its ends, also where an id is out of order', async () => {
  expect(await leadsOf({ from: 3, to: 6 })).toEqual(['l-3', 'l-5', 'l-4']);
  expect(await leadsOf({ from: 3, to: 3 })).toEqual([]);
  expect(await leadsOf({ from: ROWS, to: ROWS + 5 })).toEqual([]);
});

test('reads no more than is asked for', async () => {
  const { accountId } = scenario;
  const asked = { accountId, from: new Date(FIRST), to: new Date(FIRST + ROWS * 1_000) };
  const seen = [];
  for await (const delivery of ledger.deliveryExports.deliveries(asked)) {
    seen.push(delivery);
    if (seen.length === 3) break;
  }
  expect(seen[0]).toMatchObject({
    buyerExternalId: 'b-1',
    outcome: 'refused',
    refusalCode: 'delivery_paused',
  });
  const { rows } = await client.query(
    `select count(*)::int as busy from pg_stat_activity where datname = current_database() and state <> 'idle'
       and pid <> pg_backend_pid()`,
  );
  expect(rows[0].busy).toBe(0);
});
