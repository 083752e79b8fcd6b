import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { DeliverLeadResult } from '../deliveries/types.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, openScenario, type Scenario, tester, usd } from '../testing/index.ts';
import { confirmed, previewed } from './testing/confirmed.ts';

let ledger: Ledger;
/** Another process: its directory of buyers is its own, and knows nothing of a switch in the first. */
let other: Ledger;
let client: pg.Client;
let scenario: Scenario;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  other = createLedger({ databaseUrl });
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
});
beforeEach(async () => {
  scenario = await openScenario(ledger);
});
afterAll(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
  await client.end();
  await Promise.all([ledger.close(), other.close()]);
});

/** So many leads, half of them through each process, all under way at once. */
function deliverMany(buyerId: string, count: number, priceMinor = 1_00): Promise<DeliverLeadResult[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      (index % 2 === 0 ? ledger : other).deliveries.deliver(
        scenario.lead(buyerId, `lead-${index}`, priceMinor),
      ),
    ),
  );
}

/**
 * Leads through both processes, some at once in each, one after the other until `ending` is over, and then one more of
 * each: so some come before it, some after it, and whatever comes in between is a race.
 */
function deliverAllAlong(buyerId: string, ending: Promise<unknown>): Promise<DeliverLeadResult[]> {
  let over = false;
  const end = () => {
    over = true;
  };
  ending.then(end, end);
  const callers = Array.from({ length: 20 }, async (_, caller) => {
    const results: DeliverLeadResult[] = [];
    for (let last = false; !last; ) {
      last = over;
      const lead = scenario.lead(buyerId, `along-${caller}-${results.length}`, 1);
      results.push(await (caller % 2 === 0 ? ledger : other).deliveries.deliver(lead));
    }
    return results;
  });
  return Promise.all(callers).then((all) => all.flat());
}

describe('leads at the moment of a switch', () => {
  test('of the mechanism go by the old one or by the new one, in this order, and all are paid for once', async () => {
    const { accountId } = scenario;
    const { id: buyerId, walletId } = await scenario.buyer({ billing: { creditLimit: usd(10_000_00) } });
    await scenario.credit(walletId, 10_000_00);
    const order = { accountId, buyerId, mechanism: 'net_terms' } as const;
    const { previewToken } = await previewed(ledger, order);
    const early = await deliverMany(buyerId, 10, 1);
    const switching = ledger.switching.confirm({ ...order, previewToken }, tester);
    const along = await deliverAllAlong(buyerId, switching);
    expect(await switching).toMatchObject({ outcome: 'switched', changed: true });
    const results = [...early, ...along];
    expect(results.every(({ outcome }) => outcome === 'delivered')).toBe(true);

    const { rows } = await client.query(
      `select d.funded_by, count(*)::int as leads, bool_and((d.created_at < b.mechanism_since) = (d.funded_by = 'wallet')) as in_order
       from delivery d join buyer b on b.id = d.buyer_id where d.buyer_id = $1 group by 1`,
      [buyerId],
    );
    expect(rows.map((row) => row.funded_by).toSorted()).toEqual(['credit', 'wallet']);
    expect(rows.every((row) => row.in_order)).toBe(true);
    expect(rows.reduce((sum, row) => sum + row.leads, 0)).toBe(results.length);
    const fromWallet = rows.find((row) => row.funded_by === 'wallet')?.leads ?? 0;
    expect(await scenario.balance(walletId)).toBe(BigInt(10_000_00 - fromWallet));
    const owed = await client.query(
      `select -balance as owed from book_account where kind = 'receivable' and owner_id = $1`,
      [buyerId],
    );
    expect(Number(owed.rows[0]?.owed ?? 0)).toBe(results.length - fromWallet);
  });

  test('of the wallet are drawn from the one or from the other, also where a process knew only the old one', async () => {
    const { accountId } = scenario;
    const shared = await ledger.wallets.createShared({ accountId, name: 'Pool', currency: 'USD' }, tester);
    await scenario.credit(shared.id, 500_00);
    const { id: buyerId, walletId: own } = await scenario.buyer();
    await scenario.credit(own, 300_00);
    for (const [index, each] of [ledger, other].entries())
      await each.deliveries.deliver(scenario.lead(buyerId, `known-${index}`, 1_00));
    const order = { accountId, buyerId, walletId: shared.id, moveBalance: true };
    const { previewToken } = await previewed(ledger, order);
    const leads = deliverMany(buyerId, 200);
    const switching = ledger.switching.confirm({ ...order, previewToken }, tester);
    expect((await leads).map(({ outcome }) => outcome)).toEqual(Array(200).fill('delivered'));
    expect(await switching).toMatchObject({ outcome: 'switched', changed: true });
    expect(await scenario.balance(own)).toBe(0n);
    expect(await scenario.balance(shared.id)).toBe(800_00n - 202_00n);
    const late = await other.deliveries.deliver(scenario.lead(buyerId, 'late', 1_00));
    expect(late).toMatchObject({ outcome: 'delivered', delivery: { walletId: shared.id } });
    // Sent again, a lead that the old wallet paid for is answered and not paid for by the new one.
    const again = await other.deliveries.deliver(scenario.lead(buyerId, 'known-0', 1_00));
    expect(again).toMatchObject({ outcome: 'delivered', replayed: true, delivery: { walletId: own } });
  });

  test('back and forth many times strand no cent', async () => {
    const { accountId } = scenario;
    const shared = await ledger.wallets.createShared({ accountId, name: 'Pool', currency: 'USD' }, tester);
    await scenario.credit(shared.id, 100_00);
    const { id: buyerId, walletId: own } = await scenario.buyer();
    await scenario.credit(own, 100_00);
    const leads = deliverMany(buyerId, 120);
    for (let round = 0; round < 6; round += 1) {
      const walletId = round % 2 === 0 ? shared.id : 'own';
      await confirmed(ledger, { accountId, buyerId, walletId, moveBalance: true });
    }
    const delivered = (await leads).filter(({ outcome }) => outcome === 'delivered').length;
    const left = (await scenario.balance(own)) + (await scenario.balance(shared.id));
    expect(left).toBe(200_00n - BigInt(delivered) * 1_00n);
  });
});

test('two switches at once are one after the other, and money moves once', async () => {
  const { accountId } = scenario;
  const shared = await ledger.wallets.createShared({ accountId, name: 'Pool', currency: 'USD' }, tester);
  const { id: buyerId, walletId: own } = await scenario.buyer();
  await scenario.credit(own, 75_00);
  const order = { accountId, buyerId, walletId: shared.id, moveBalance: true };
  const { previewToken } = await previewed(ledger, order);
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      (index % 2 === 0 ? ledger : other).switching.confirm({ ...order, previewToken }, tester),
    ),
  );
  expect(answers.every((answer) => answer?.outcome === 'switched')).toBe(true);
  expect(answers.filter((answer) => answer?.outcome === 'switched' && answer.changed)).toHaveLength(1);
  expect(await scenario.balance(shared.id)).toBe(75_00n);
  const { rows } = await client.query('select count(*)::int as rows from buyer_switch where buyer_id = $1', [
    buyerId,
  ]);
  expect(rows[0].rows).toBe(1);
});

test('two buyers that change places between two wallets do not wait for each other for ever', async () => {
  const { accountId } = scenario;
  const [north, south] = await Promise.all(
    ['North', 'South'].map((name) =>
      ledger.wallets.createShared({ accountId, name, currency: 'USD' }, tester),
    ),
  );
  if (north === undefined || south === undefined) throw new Error('two wallets were made');
  const one = await scenario.buyer({ walletId: north.id });
  const two = await scenario.buyer({ walletId: south.id });
  for (let round = 0; round < 10; round += 1) {
    const [to, back] = round % 2 === 0 ? [south, north] : [north, south];
    await Promise.all([
      confirmed(ledger, { accountId, buyerId: one.id, walletId: to.id }),
      confirmed(other, { accountId, buyerId: two.id, walletId: back.id }),
    ]);
  }
  expect(await ledger.buyers.get(accountId, one.id)).toMatchObject({ walletId: north.id });
});

test('a hold that is placed while its buyer moves reserves money of the wallet that it names', async () => {
  const { accountId } = scenario;
  const shared = await ledger.wallets.createShared({ accountId, name: 'Pool', currency: 'USD' }, tester);
  await scenario.credit(shared.id, 200_00);
  const { id: buyerId, walletId: own } = await scenario.buyer();
  await scenario.credit(own, 200_00);
  const holds = Promise.all(
    Array.from({ length: 40 }, () =>
      ledger.holds.place({ accountId, buyerId, amount: usd(1_00), lifetimeMs: 600_000 }),
    ),
  );
  await confirmed(other, { accountId, buyerId, walletId: shared.id });
  expect((await holds).every(({ outcome }) => outcome === 'placed')).toBe(true);
  const { rows } = await client.query(
    `select count(*)::int as wrong from open_hold o join hold h on h.id = o.hold_id
     join wallet w on w.id = h.wallet_id where h.buyer_id = $1 and w.book_account_id <> o.book_account_id`,
    [buyerId],
  );
  expect(rows[0].wrong).toBe(0);
});
