import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, openScenario, type Scenario, tester, usd } from '../testing/index.ts';

let ledger: Ledger;
let superuser: pg.Client;
let scenario: Scenario;
let walletId: string;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  superuser = new pg.Client({ connectionString: databaseUrl });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await ledger.close();
});
beforeEach(async () => {
  scenario = await openScenario(ledger);
  const { accountId } = scenario;
  const wallet = await ledger.wallets.createShared({ accountId, name: 'Pool', currency: 'USD' }, tester);
  walletId = wallet.id;
  await scenario.credit(walletId, 1_000_00);
});
afterEach(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
});

let leads = 0;
async function outcomeOf(buyerId: string, priceMinor: number) {
  leads += 1;
  const result = await ledger.deliveries.deliver(scenario.lead(buyerId, `lead-${leads}`, priceMinor));
  return result.outcome === 'refused' ? result.code : result.outcome;
}

describe('a spending cap on a shared wallet', () => {
  test('stops its buyer at the cent, and nobody else', async () => {
    const capped = await scenario.buyer({ walletId, billing: { dailyCap: usd(100_00) } });
    const other = await scenario.buyer({ walletId });
    expect(await outcomeOf(capped.id, 60_00)).toBe('delivered');
    expect(await outcomeOf(capped.id, 40_01)).toBe('spending_cap_reached');
    expect(await outcomeOf(capped.id, 40_00)).toBe('delivered');
    expect(await outcomeOf(capped.id, 1)).toBe('spending_cap_reached');
    expect(await outcomeOf(other.id, 200_00)).toBe('delivered');
  });

  test('holds against a hundred leads at the same moment', async () => {
    const capped = await scenario.buyer({
      walletId,
      billing: { dailyCap: usd(50_00), monthlyCap: usd(30_00) },
    });
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => outcomeOf(capped.id, 1_00)));
    expect(outcomes.filter((outcome) => outcome === 'delivered')).toHaveLength(30);
    expect(outcomes.filter((outcome) => outcome === 'spending_cap_reached')).toHaveLength(70);
  });

  test('counts what was spent before it was set, and is forgotten when it is taken away', async () => {
    const { id } = await scenario.buyer({ walletId });
    expect(await outcomeOf(id, 80_00)).toBe('delivered');
    const { accountId } = scenario;
    const update = (billing: object) => ledger.buyers.update({ accountId, buyerId: id, billing }, tester);
    await update({ dailyCap: usd(100_00) });
    expect(await outcomeOf(id, 20_01)).toBe('spending_cap_reached');
    expect(await outcomeOf(id, 5_00)).toBe('delivered');
    await update({ dailyCap: null });
    expect(await outcomeOf(id, 50_00)).toBe('delivered');
    await update({ dailyCap: usd(140_00) });
    expect(await outcomeOf(id, 5_01)).toBe('spending_cap_reached');
    expect(await outcomeOf(id, 5_00)).toBe('delivered');
  });

  test('counts open holds as spent, and captures once', async () => {
    const { id } = await scenario.buyer({ walletId, billing: { dailyCap: usd(100_00) } });
    const { accountId } = scenario;
    const hold = (amountMinor: number) =>
      ledger.holds.place({ accountId, buyerId: id, amount: usd(amountMinor), lifetimeMs: 60_000 });
    const first = await hold(70_00);
    expect(await hold(30_01)).toMatchObject({ outcome: 'refused', code: 'spending_cap_reached' });
    expect(await outcomeOf(id, 30_01)).toBe('spending_cap_reached');
    if (first.outcome !== 'placed') throw new Error(first.outcome);
    await ledger.holds.capture({ accountId, holdId: first.hold.id, leadId: 'held', amount: usd(50_00) });
    expect(await outcomeOf(id, 50_01)).toBe('spending_cap_reached');
    expect(await outcomeOf(id, 50_00)).toBe('delivered');
  });

  test('begins anew with the day and the month of the account, not of the server', async () => {
    await superuser.query(`update account set time_zone = 'Pacific/Kiritimati' where id = $1`, [
      scenario.accountId,
    ]);
    const { id } = await scenario.buyer({ walletId });
    const spent = async (at: string) => {
      const { rows } = await superuser.query('select (spending_of($1, $2, $3)).*', [
        scenario.accountId,
        id,
        at,
      ]);
      return [rows[0].day_spent_minor, rows[0].month_spent_minor].map(Number);
    };
    // 2026-03-01 00:30 there is 2026-02-28 10:30 UTC (UTC+14).
    const deliveredAt = async (lead: string, at: string) =>
      superuser.query(
        `insert into delivery (id, account_id, buyer_id, wallet_id, lead_id, price_minor, currency, outcome, funded_by,
           available_seen_minor, version_seen, created_at)
         values ($1, $2, $3, $4, $1, 100, 'USD', 'delivered', 'card', 0, 0, $5)`,
        [lead, scenario.accountId, id, walletId, at],
      );
    await deliveredAt('dlv_zone_1', '2026-02-28T09:59:59Z');
    await deliveredAt('dlv_zone_2', '2026-02-28T10:00:00Z');
    await deliveredAt('dlv_zone_3', '2026-03-01T10:00:00Z');
    expect(await spent('2026-02-28T10:30:00Z')).toEqual([200, 200]);
    expect(await spent('2026-03-01T10:30:00Z')).toEqual([100, 200]);
    // Leads that nobody paid for are a finding of the audit: they go, past the guard that keeps every delivery.
    await superuser.query('set session_replication_role = replica');
    await superuser.query(`delete from delivery where id like 'dlv_zone_%'`);
    await superuser.query('set session_replication_role = origin');
  });
});
