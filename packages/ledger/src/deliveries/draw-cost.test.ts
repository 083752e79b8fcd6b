import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, keyed, openScenario, type Scenario, tester, usd } from '../testing/index.ts';

let ledger: Ledger;
let client: pg.Client;
let scenario: Scenario;
let walletId: string;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  scenario = await openScenario(ledger);
  const { accountId } = scenario;
  walletId = (await ledger.wallets.createShared({ accountId, name: 'Pool', currency: 'USD' }, tester)).id;
  await scenario.credit(walletId, 10_000_00);
});
afterAll(async () => {
  await client.end();
  await ledger.close();
});

async function rowsRead(): Promise<Map<string, number>> {
  const { rows } = await client.query<{ relname: string; rows: number }>(
    `select relname, (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as rows from pg_stat_xact_user_tables`,
  );
  return new Map(rows.map(({ relname, rows }) => [relname, rows]));
}

/** Draws on the one session whose plans are looked at, and says how many rows that read of each table. */
async function rowsReadByDraw(buyerId: string, leadIds: string[]): Promise<Map<string, number>> {
  await client.query('begin');
  const before = await rowsRead();
  await client.query(
    `select deliver_leads($1, $2, true, $3::text[], array_fill($4::text, $6), array_fill(null::text, $6), $3, array_fill(100::bigint, $6),
       array_fill('USD'::text, $6), array_fill(null::jsonb, $6), $5::text[], array_fill('\\x00'::bytea, $6))`,
    [scenario.accountId, walletId, leadIds, buyerId, leadIds.map((id) => `key-${id}`), [leadIds.length]],
  );
  const after = await rowsRead();
  await client.query('commit');
  return new Map([...after].map(([table, count]) => [table, count - (before.get(table) ?? 0)]));
}

async function expectFewRowsRead(buyerId: string) {
  const leads = Array.from({ length: 600 }, (_, n) =>
    scenario.lead(buyerId, `lead-${n}`, 1_00, keyed(`k${n} ${buyerId}`)),
  );
  await ledger.deliveries.deliverBatch(leads);
  const one = await rowsReadByDraw(buyerId, [`next ${buyerId}`]);
  const ten = await rowsReadByDraw(
    buyerId,
    Array.from({ length: 10 }, (_, n) => `next-${n} ${buyerId}`),
  );
  for (const [table, count] of one) expect([table, count <= 10]).toEqual([table, true]);
  for (const [table, count] of ten) expect([table, count <= 40]).toEqual([table, true]);
}

test('a draw reads a few rows however many there are, by plans that were made when there were none', async () => {
  const buyer = await scenario.buyer({ walletId });
  await rowsReadByDraw(buyer.id, ['first']);
  await Promise.all(Array.from({ length: 200 }, () => scenario.buyer({ walletId })));
  await expectFewRowsRead(buyer.id);
});

test('and by plans that were made when every buyer had had one lead', async () => {
  const buyers = await Promise.all(Array.from({ length: 800 }, () => scenario.buyer({ walletId })));
  await ledger.deliveries.deliverBatch(buyers.map(({ id }) => scenario.lead(id, `only ${id}`, 1_00)));
  const [buyer] = buyers;
  if (buyer === undefined) throw new Error('no buyer');
  await client.query('analyze');
  await rowsReadByDraw(buyer.id, ['first after a look at the tables']);
  await expectFewRowsRead(buyer.id);
});

test('a draw that its wallet can pay for reads nothing of rules, top-ups, trust and alerts', async () => {
  const buyer = await scenario.buyer({ walletId });
  const { accountId } = scenario;
  const untouched = ['auto_top_up_rule', 'top_up', 'affected_buyer', 'charge', 'payment_method', 'email'];
  const expectUntouched = async (leadId: string) => {
    const read = await rowsReadByDraw(buyer.id, [leadId]);
    expect(untouched.filter((table) => (read.get(table) ?? 0) > 0)).toEqual([]);
  };
  await expectUntouched('without a rule');

  await scenario.card({ kind: 'account' });
  const rule = {
    accountId,
    walletId,
    threshold: usd(1_00),
    amount: usd(50_00),
    targetBalance: null,
  } as const;
  const saved = await ledger.autoTopUps.save(
    { ...rule, enabled: true, payer: 'account', consentText: 'yes' },
    tester,
  );
  expect(saved).toMatchObject({ outcome: 'saved', startedTopUpId: null });
  await client.query('update wallet set low_balance_minor = 200 where id = $1', [walletId]);
  await expectUntouched('with a rule that is not due');

  await client.query('update wallet set low_balance_minor = null where id = $1', [walletId]);
  await ledger.autoTopUps.suspend(walletId, 'safety_net', tester);
  const { available } = (await ledger.wallets.get(accountId, walletId)) ?? { available: usd(0) };
  const rest = Number(available.amountMinor) - 1_00;
  await ledger.deliveries.deliver(scenario.lead(buyer.id, 'nearly all', rest));
  await expectUntouched('with a rule that is due and suspended');
});
