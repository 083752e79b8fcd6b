import { newId } from '@drawdown/shared/ids';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { failCharge } from '../testing/failing-charge.ts';
import { createTestDatabase, openScenario, type Scenario, tester, usd } from '../testing/index.ts';
import { confirmed, previewed } from './testing/confirmed.ts';
import type { SwitchOrder } from './types.ts';

let ledger: Ledger;
let client: pg.Client;
let scenario: Scenario;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
});
beforeEach(async () => {
  scenario = await openScenario(ledger);
});
afterAll(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
  await client.end();
  await ledger.close();
});

async function effects(order: SwitchOrder): Promise<Record<string, string>> {
  const { open } = await previewed(ledger, order);
  return Object.fromEntries(open.map(({ kind, effect }) => [kind, effect]));
}

const pool = () =>
  ledger.wallets.createShared({ accountId: scenario.accountId, name: 'Pool', currency: 'USD' }, tester);

describe('a failed charge', () => {
  test('of a wallet that nobody draws on then must end first, also where only the mechanism is changed', async () => {
    const { accountId } = scenario;
    const shared = await pool();
    const { id: buyerId, walletId } = await scenario.buyer();
    await scenario.card({ kind: 'account' });
    const buyers = [{ id: buyerId, policy: 'pause' as const }];
    await failCharge({ ledger, client, scenario }, { walletId, amountMinor: 50_00, buyers });
    expect(await effects({ accountId, buyerId, walletId: shared.id })).toMatchObject({
      failing_charges: 'must_end_first',
      pauses: 'stays',
    });
    expect(await effects({ accountId, buyerId, mechanism: 'manual' })).toMatchObject({
      failing_charges: 'must_end_first',
    });
    const patched = await ledger.buyers.update(
      { accountId, buyerId, name: 'Renamed', billing: { mechanism: 'manual' } },
      tester,
    );
    expect(patched).toMatchObject({ outcome: 'switch_not_allowed', preview: { allowed: false } });
    // Refused is refused: not even the name has changed.
    expect(await ledger.buyers.get(accountId, buyerId)).toMatchObject({
      name: 'Acme Solar',
      billing: { mechanism: 'wallet' },
    });
  });

  test('of a shared wallet stays with those who draw on it', async () => {
    const { accountId } = scenario;
    const shared = await pool();
    const { id: buyerId } = await scenario.buyer({ walletId: shared.id });
    await scenario.card({ kind: 'account' });
    const buyers = [{ id: buyerId, policy: 'pause' as const }];
    await failCharge({ ledger, client, scenario }, { walletId: shared.id, amountMinor: 50_00, buyers });
    const order = { accountId, buyerId, walletId: 'own' };
    expect(await effects(order)).toEqual({ pauses: 'stays' });
    const { buyer } = await confirmed(ledger, order);
    expect(buyer.deliveryStatus).toBe('paused');
    // The pause ends with the money that the failed charge was to bring, wherever the buyer draws now.
    await scenario.credit(buyer.walletId, 50_00);
    expect(await ledger.buyers.get(accountId, buyerId)).toMatchObject({ deliveryStatus: 'active' });
  });
});

test('what is owed on trust is paid by the next credit of the wallet that it draws on then', async () => {
  const { accountId } = scenario;
  const shared = await pool();
  const { id: buyerId, walletId: own } = await scenario.buyer({
    walletId: shared.id,
    billing: { failurePolicy: 'continue', exposureLimit: usd(100_00) },
  });
  await scenario.card({ kind: 'account' });
  const buyers = [{ id: buyerId, policy: 'continue' as const }];
  await failCharge({ ledger, client, scenario }, { walletId: own, amountMinor: 50_00, buyers });
  const lead = await ledger.deliveries.deliver(scenario.lead(buyerId, 'a', 30_00));
  expect(lead).toMatchObject({ outcome: 'delivered', delivery: { fundedBy: 'trust' } });
  const order = { accountId, buyerId, walletId: 'own' };
  expect(await previewed(ledger, order)).toMatchObject({
    allowed: true,
    open: [{ kind: 'trust', effect: 'stays', amount: usd(30_00) }],
  });
  const { buyer } = await confirmed(ledger, order);
  await scenario.credit(buyer.walletId, 100_00);
  expect(await scenario.balance(buyer.walletId)).toBe(70_00n);
  expect(await ledger.buyers.get(accountId, buyerId)).toMatchObject({ exposure: usd(0) });
});

test('moved money pays what is owed on trust as any credit does', async () => {
  const { accountId } = scenario;
  const shared = await pool();
  const { id: buyerId, walletId: own } = await scenario.buyer({
    billing: { failurePolicy: 'continue', exposureLimit: usd(100_00) },
  });
  await scenario.credit(own, 20_00);
  await confirmed(ledger, { accountId, buyerId, walletId: shared.id });
  await scenario.card({ kind: 'account' });
  const buyers = [{ id: buyerId, policy: 'continue' as const }];
  await failCharge({ ledger, client, scenario }, { walletId: shared.id, amountMinor: 50_00, buyers });
  await ledger.deliveries.deliver(scenario.lead(buyerId, 'a', 15_00));
  expect(await confirmed(ledger, { accountId, buyerId, moveBalance: true })).toMatchObject({
    moved: usd(20_00),
  });
  expect(await scenario.balance(shared.id)).toBe(5_00n);
});

describe('leads that are billed by period', () => {
  test('are billed when the buyer leaves, and are due as invoices are', async () => {
    const { accountId } = scenario;
    const { id: buyerId } = await scenario.buyer({ billing: { mechanism: 'manual' } });
    await ledger.deliveries.deliver(scenario.lead(buyerId, 'a', 40_00));
    const order = { accountId, buyerId, mechanism: 'wallet' } as const;
    expect((await previewed(ledger, order)).open).toEqual([
      { kind: 'unbilled', effect: 'ends', count: 1, amount: usd(40_00), subjects: [] },
    ]);
    const { invoiceIds } = await confirmed(ledger, order);
    expect(invoiceIds).toHaveLength(1);
    const back = { accountId, buyerId, mechanism: 'manual' } as const;
    expect((await previewed(ledger, back)).open).toEqual([
      { kind: 'invoices', effect: 'stays', count: 1, amount: usd(40_00), subjects: invoiceIds },
    ]);
    // Back again and gone again within one period: each time is billed, and none twice.
    await confirmed(ledger, back);
    await ledger.deliveries.deliver(scenario.lead(buyerId, 'b', 25_00));
    expect((await confirmed(ledger, order)).invoiceIds).toHaveLength(1);
    expect((await previewed(ledger, back)).open).toMatchObject([
      { kind: 'invoices', count: 2, amount: usd(65_00) },
    ]);
  });

  test('keep a buyer in its currency until they are paid', async () => {
    const { accountId } = scenario;
    const { id: buyerId } = await scenario.buyer({ billing: { mechanism: 'manual', returnWindowDays: 7 } });
    await ledger.deliveries.deliver(scenario.lead(buyerId, 'a', 40_00));
    const order = { accountId, buyerId, currency: 'EUR' } as const;
    expect(await effects(order)).toEqual({ unbilled: 'must_end_first', returns: 'must_end_first' });
    await confirmed(ledger, { accountId, buyerId, mechanism: 'wallet' });
    expect(await effects(order)).toEqual({ invoices: 'must_end_first', returns: 'must_end_first' });
  });
});

test('a lead whose card is being charged keeps its buyer on the wallet, and goes by its charge whatever the mechanism', async () => {
  const { accountId } = scenario;
  const shared = await pool();
  const { id: buyerId } = await scenario.buyer({ billing: { mechanism: 'direct_charge' } });
  await scenario.card({ kind: 'buyer', buyerId }, { fingerprint: newId('charge') });
  const lead = await ledger.deliveries.deliver(scenario.lead(buyerId, 'a', 40_00));
  expect(lead).toMatchObject({ outcome: 'pending' });
  expect(await effects({ accountId, buyerId, walletId: shared.id })).toEqual({
    pending_leads: 'must_end_first',
  });
  expect(await effects({ accountId, buyerId, mechanism: 'wallet' })).toEqual({ pending_leads: 'stays' });
  await confirmed(ledger, { accountId, buyerId, mechanism: 'wallet' });
  const { rows } = await client.query(`select outcome, funded_by from delivery where buyer_id = $1`, [
    buyerId,
  ]);
  expect(rows).toEqual([{ outcome: 'pending', funded_by: 'card' }]);
});
