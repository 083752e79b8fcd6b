import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { failCharge } from '../testing/failing-charge.ts';
import { createTestDatabase, openScenario, type Scenario, tester, usd } from '../testing/index.ts';

let ledger: Ledger;
let client: pg.Client;
let scenario: Scenario;
let buyerId: string;
let walletId: string;

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
afterEach(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
});
beforeEach(async () => {
  scenario = await openScenario(ledger);
  await scenario.card({ kind: 'account' });
  const buyer = await scenario.buyer({
    billing: { failurePolicy: 'continue', exposureLimit: usd(100_00) },
  });
  buyerId = buyer.id;
  walletId = buyer.walletId;
  await scenario.credit(walletId, 50_00);
});

const fail = (policy: 'pause' | 'continue', effect: 'pause' | 'pause_when_exhausted' = 'pause') =>
  failCharge(
    { ledger, client, scenario },
    { walletId, amountMinor: 200_00, buyers: [{ id: buyerId, policy, effect }] },
  );
const deliver = (leadId: string, priceMinor: number) =>
  ledger.deliveries.deliver(scenario.lead(buyerId, leadId, priceMinor));
const deliverAll = (prices: number[]) =>
  ledger.deliveries.deliverBatch(prices.map((price, n) => scenario.lead(buyerId, `lead-${n}`, price)));

async function exposure(): Promise<bigint> {
  const { rows } = await client.query('select exposure_of($1) as owed', [buyerId]);
  return BigInt(rows[0].owed);
}

async function openReasons() {
  const { rows } = await client.query(
    'select reason, effect from pause_reason where buyer_id = $1 and closed_at is null order by reason',
    [buyerId],
  );
  return rows;
}

describe('a buyer with the policy to continue', () => {
  test('gets leads on trust while its failed charge is queued for retry, after the wallet is used up', async () => {
    await fail('continue');
    expect(await deliver('lead-1', 40_00)).toMatchObject({ delivery: { fundedBy: 'wallet' } });
    expect(await deliver('lead-2', 40_00)).toMatchObject({
      outcome: 'delivered',
      delivery: { fundedBy: 'trust', balanceAfter: usd(10_00) },
    });
    expect(await deliver('lead-3', 10_00)).toMatchObject({ delivery: { fundedBy: 'wallet' } });
    expect(await exposure()).toBe(40_00n);
    expect(await openReasons()).toEqual([]);
  });

  test('is paused by the very lead that its exposure limit does not allow, in one call', async () => {
    await fail('continue');
    const results = await deliverAll([50_00, 60_00, 40_00, 1, 1]);
    expect(results.map((result) => ('delivery' in result ? result.delivery.fundedBy : null))).toEqual([
      'wallet',
      'trust',
      'trust',
      null,
      null,
    ]);
    expect(results.slice(3)).toMatchObject([{ code: 'delivery_paused' }, { code: 'delivery_paused' }]);
    expect(await exposure()).toBe(100_00n);
    expect(await openReasons()).toEqual([{ reason: 'exposure_limit_reached', effect: 'pause' }]);
    const { rows } = await client.query(
      `select w.type, w.payload->'reasons' as reasons from outgoing_webhook w join pause_episode e on e.id = w.occasion
       where e.buyer_id = $1 and e.closed_at is null`,
      [buyerId],
    );
    expect(rows).toEqual([{ type: 'buyer.paused', reasons: ['exposure_limit_reached'] }]);
  });

  test('owes nothing by default: without a limit the first lead that does not fit pauses it', async () => {
    await client.query('update buyer set exposure_limit_minor = null where id = $1', [buyerId]);
    await fail('continue');
    expect(await deliver('lead-1', 60_00)).toMatchObject({ outcome: 'refused', code: 'delivery_paused' });
    expect(await exposure()).toBe(0n);
  });

  test("has its account's limit where it has none of its own", async () => {
    await client.query('update buyer set exposure_limit_minor = null where id = $1', [buyerId]);
    await client.query('update account set default_exposure_limit_minor = 7000 where id = $1', [
      scenario.accountId,
    ]);
    await fail('continue');
    expect(await deliver('lead-1', 70_00)).toMatchObject({ delivery: { fundedBy: 'trust' } });
    expect(await deliver('lead-2', 51_00)).toMatchObject({ code: 'delivery_paused' });
  });

  test('gets nothing on trust when no charge of his is queued, or the charge waits for another card', async () => {
    expect(await deliver('lead-1', 60_00)).toMatchObject({ code: 'insufficient_funds' });
    const { chargeId } = await fail('continue');
    await client.query(`update charge set retry_state = 'needs_card' where id = $1`, [chargeId]);
    expect(await deliver('lead-2', 60_00)).toMatchObject({ code: 'insufficient_funds' });
    expect(await openReasons()).toEqual([]);
  });

  test('counts leads on trust against its spending cap', async () => {
    await client.query('update buyer set daily_cap_minor = 7000 where id = $1', [buyerId]);
    await fail('continue');
    expect(await deliver('lead-1', 60_00)).toMatchObject({ delivery: { fundedBy: 'trust' } });
    expect(await deliver('lead-2', 11_00)).toMatchObject({ code: 'spending_cap_reached' });
    expect(await deliver('lead-3', 10_00)).toMatchObject({ delivery: { fundedBy: 'wallet' } });
  });

  test('is never granted more than its limit, whoever asks at once', async () => {
    await fail('continue');
    const results = await Promise.all(Array.from({ length: 100 }, (_, n) => deliver(`lead-${n}`, 3_00)));
    const fundedBy = results.map((result) => ('delivery' in result ? result.delivery.fundedBy : null));
    expect(fundedBy.filter((rung) => rung === 'wallet')).toHaveLength(16);
    expect(fundedBy.filter((rung) => rung === 'trust')).toHaveLength(33);
    expect(await exposure()).toBe(99_00n);
    expect(await openReasons()).toHaveLength(1);
  });
});

describe('a buyer with the policy to pause', () => {
  test('gets no lead from the moment its charge has failed', async () => {
    await fail('pause');
    expect(await deliver('lead-1', 1_00)).toMatchObject({ outcome: 'refused', code: 'delivery_paused' });
  });

  test('delivers what is left where it asked for that, and is paused by the lead that does not fit', async () => {
    await fail('pause', 'pause_when_exhausted');
    const results = await deliverAll([30_00, 15_00, 6_00, 1]);
    expect(results).toMatchObject([
      { outcome: 'delivered' },
      { outcome: 'delivered' },
      { outcome: 'refused', code: 'delivery_paused' },
      { outcome: 'refused', code: 'delivery_paused' },
    ]);
    expect(await openReasons()).toEqual([{ reason: 'charge_declined', effect: 'pause' }]);
    expect(await deliver('lead-9', 1)).toMatchObject({ code: 'delivery_paused' });
  });

  test('is paused by a hold that does not fit as by a lead', async () => {
    await fail('pause', 'pause_when_exhausted');
    const place = (amountMinor: number) =>
      ledger.holds.place({
        accountId: scenario.accountId,
        buyerId,
        amount: usd(amountMinor),
        lifetimeMs: 60_000,
      });
    expect(await place(40_00)).toMatchObject({ outcome: 'placed' });
    expect(await place(11_00)).toMatchObject({ outcome: 'refused', code: 'delivery_paused' });
    expect(await openReasons()).toEqual([{ reason: 'charge_declined', effect: 'pause' }]);
  });
});

test('a pause by hand stops a buyer that delivers what is left as well', async () => {
  await fail('pause', 'pause_when_exhausted');
  await client.query(
    `insert into pause_reason (id, account_id, buyer_id, reason, opened_by) values ($1, $2, $3, 'manual', $4)`,
    [`rsn_${buyerId}`, scenario.accountId, buyerId, tester.label],
  );
  expect(await deliver('lead-1', 1_00)).toMatchObject({ code: 'delivery_paused' });
});
