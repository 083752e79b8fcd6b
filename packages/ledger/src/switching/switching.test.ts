import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, openScenario, type Scenario, tester, usd } from '../testing/index.ts';
import { confirmed, previewed } from './testing/confirmed.ts';

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

const pool = (currency: 'USD' | 'EUR' = 'USD') =>
  ledger.wallets.createShared({ accountId: scenario.accountId, name: 'Pool', currency }, tester);

describe('a change of the mechanism', () => {
  test('is listed with what is open, carried out, written down, and finds itself done when it is repeated', async () => {
    const { accountId } = scenario;
    const { id: buyerId, walletId } = await scenario.buyer();
    await scenario.credit(walletId, 100_00);
    const order = {
      accountId,
      buyerId,
      mechanism: 'net_terms',
      billing: { creditLimit: usd(50_00) },
    } as const;
    const preview = await previewed(ledger, order);
    expect(preview).toMatchObject({ changes: true, allowed: true, warnings: [], moves: null });
    expect(preview.open).toEqual([
      { kind: 'balance', effect: 'stays', count: 1, amount: usd(100_00), subjects: [walletId] },
    ]);
    const since = await client.query('select mechanism_since from buyer where id = $1', [buyerId]);
    const { previewToken } = preview;
    const done = await ledger.switching.confirm({ ...order, previewToken }, tester);
    expect(done).toMatchObject({
      outcome: 'switched',
      changed: true,
      buyer: { walletId, billing: { mechanism: 'net_terms', creditLimit: usd(50_00) } },
    });
    const after = await client.query('select mechanism_since from buyer where id = $1', [buyerId]);
    expect(after.rows[0].mechanism_since > since.rows[0].mechanism_since).toBe(true);
    const { rows } = await client.query(
      `select before ->> 'mechanism' as before, after ->> 'mechanism' as after, actor_label from audit_log
       where subject_id = $1 and action = 'buyer.switched'`,
      [buyerId],
    );
    expect(rows).toEqual([{ before: 'wallet', after: 'net_terms', actor_label: 'test' }]);
    const again = await ledger.switching.confirm({ ...order, previewToken }, tester);
    expect(again).toMatchObject({ outcome: 'switched', changed: false, switchId: null });
  });

  test('says what is missing for leads to be delivered after it', async () => {
    const { accountId } = scenario;
    const { id: buyerId } = await scenario.buyer();
    const warningsFor = async (mechanism: 'direct_charge' | 'net_terms' | 'manual') =>
      (await previewed(ledger, { accountId, buyerId, mechanism })).warnings;
    expect(await warningsFor('direct_charge')).toEqual(['no_card']);
    expect(await warningsFor('net_terms')).toEqual(['no_credit_limit']);
    expect(await warningsFor('manual')).toEqual([]);
    await scenario.card({ kind: 'buyer', buyerId });
    expect(await warningsFor('direct_charge')).toEqual([]);
  });

  test('turns off the rule that would go on refilling a wallet that nobody draws on', async () => {
    const { accountId } = scenario;
    const { id: buyerId, walletId } = await scenario.buyer();
    await scenario.credit(walletId, 500_00);
    await scenario.card({ kind: 'buyer', buyerId });
    const saved = await ledger.autoTopUps.save(
      {
        accountId,
        walletId,
        enabled: true,
        threshold: usd(100_00),
        amount: usd(200_00),
        targetBalance: null,
        payer: 'buyer',
        consentText: 'yes',
      },
      tester,
    );
    expect(saved.outcome).toBe('saved');
    const order = { accountId, buyerId, mechanism: 'manual' } as const;
    expect((await previewed(ledger, order)).open).toContainEqual(
      expect.objectContaining({ kind: 'auto_top_up', effect: 'ends', subjects: [walletId] }),
    );
    await confirmed(ledger, order);
    expect(await ledger.autoTopUps.get(accountId, walletId)).toMatchObject({ enabled: false, state: 'off' });
  });

  test('is not confirmed by a person who saw something else', async () => {
    const { accountId } = scenario;
    const { id: buyerId } = await scenario.buyer();
    const order = { accountId, buyerId, mechanism: 'manual' } as const;
    const { previewToken } = await previewed(ledger, order);
    await ledger.pauses.pauseByHand({ accountId, buyerId, note: 'on holiday' }, tester);
    const answer = await ledger.switching.confirm({ ...order, previewToken }, tester);
    expect(answer).toMatchObject({
      outcome: 'outdated',
      preview: { open: [expect.objectContaining({ kind: 'pauses', effect: 'stays', count: 1 })] },
    });
    expect(await ledger.buyers.get(accountId, buyerId)).toMatchObject({ billing: { mechanism: 'wallet' } });
  });

  test('of a buyer of another account is neither shown nor made', async () => {
    const { id: buyerId } = await scenario.buyer();
    const { accountId } = await openScenario(ledger);
    const order = { accountId, buyerId, mechanism: 'manual' } as const;
    expect(await ledger.switching.preview(order)).toBeNull();
    expect(await ledger.switching.confirm({ ...order, previewToken: 'x' }, tester)).toBeNull();
  });
});

describe('a change of the wallet', () => {
  test('leaves the balance where it is, where it is listed later and may follow', async () => {
    const { accountId } = scenario;
    const shared = await pool();
    const { id: buyerId, walletId: own } = await scenario.buyer();
    await scenario.credit(own, 80_00);
    await confirmed(ledger, { accountId, buyerId, walletId: shared.id });
    expect(await scenario.balance(own)).toBe(80_00n);
    const later = { accountId, buyerId, moveBalance: true };
    expect(await previewed(ledger, later)).toMatchObject({
      changes: true,
      moves: usd(80_00),
      open: [{ kind: 'left_behind', effect: 'moves', amount: usd(80_00), subjects: [own] }],
    });
    expect(await confirmed(ledger, later)).toMatchObject({ moved: usd(80_00) });
    expect(await scenario.balance(own)).toBe(0n);
    expect(await scenario.balance(shared.id)).toBe(80_00n);
    const entries = await ledger.wallets.entries(accountId, shared.id, { limit: 5 });
    expect(entries?.items[0]).toMatchObject({ type: 'transfer', amount: usd(80_00) });
  });

  test('moves what is available and leaves what holds reserve, so that each can be captured', async () => {
    const { accountId } = scenario;
    const shared = await pool();
    const { id: buyerId, walletId: own } = await scenario.buyer();
    await scenario.credit(own, 100_00);
    const held = await ledger.holds.place({ accountId, buyerId, amount: usd(30_00), lifetimeMs: 600_000 });
    if (held.outcome !== 'placed') throw new Error(held.outcome);
    const order = { accountId, buyerId, walletId: shared.id, moveBalance: true };
    expect((await previewed(ledger, order)).open).toContainEqual(
      expect.objectContaining({ kind: 'holds', effect: 'stays', amount: usd(30_00) }),
    );
    await confirmed(ledger, order);
    expect([await scenario.balance(own), await scenario.balance(shared.id)]).toEqual([30_00n, 70_00n]);
    const captured = await ledger.holds.capture({ accountId, holdId: held.hold.id, leadId: 'held' });
    expect(captured).toMatchObject({ outcome: 'captured', delivery: { walletId: own } });
    expect(await scenario.balance(own)).toBe(0n);
  });

  test('back to a wallet of its own finds the one it had', async () => {
    const { accountId } = scenario;
    const shared = await pool();
    const { id: buyerId, walletId: own } = await scenario.buyer();
    await scenario.credit(own, 80_00);
    await confirmed(ledger, { accountId, buyerId, walletId: shared.id });
    const back = { accountId, buyerId, walletId: 'own' };
    expect(await previewed(ledger, back)).toMatchObject({ to: { walletId: own, walletOwner: 'buyer' } });
    expect(await confirmed(ledger, back)).toMatchObject({
      buyer: { walletId: own, wallet: { available: usd(80_00) } },
    });
  });

  test('of a buyer that never had its own opens one', async () => {
    const { accountId } = scenario;
    const shared = await pool();
    const { id: buyerId } = await scenario.buyer({ walletId: shared.id });
    const order = { accountId, buyerId, walletId: 'own' };
    expect(await previewed(ledger, order)).toMatchObject({
      to: { walletId: null, walletOwner: 'buyer' },
      warnings: ['empty_wallet'],
    });
    expect(await confirmed(ledger, order)).toMatchObject({
      buyer: { wallet: { owner: 'buyer', sharedBy: 1 } },
    });
  });

  test('leads to a shared wallet of the account in the same currency only', async () => {
    const { accountId } = scenario;
    const { id: buyerId } = await scenario.buyer();
    const other = await scenario.buyer();
    const to = (walletId: string) => ledger.switching.preview({ accountId, buyerId, walletId });
    expect(await to('wal_unknown')).toEqual({ outcome: 'wallet_not_found' });
    expect(await to(other.walletId)).toEqual({ outcome: 'wallet_not_shared' });
    const euros = await pool('EUR');
    expect(await to(euros.id)).toMatchObject({ outcome: 'currency_mismatch', expected: 'EUR' });
  });

  test('makes moved credit not refundable where it comes to, and spends it first', async () => {
    const { accountId } = scenario;
    const shared = await pool();
    await scenario.credit(shared.id, 50_00);
    const { id: buyerId, walletId: own } = await scenario.buyer();
    await scenario.credit(own, 40_00);
    await confirmed(ledger, { accountId, buyerId, walletId: shared.id, moveBalance: true });
    await ledger.deliveries.deliver(scenario.lead(buyerId, 'a', 30_00));
    const unspent = async (walletId: string) =>
      (await ledger.lots.ofWallet(accountId, walletId))?.map((lot) => [lot.topUpId !== null, lot.unspent]);
    expect(await unspent(own)).toEqual([[true, usd(0)]]);
    expect(await unspent(shared.id)).toEqual([
      [true, usd(50_00)],
      [false, usd(10_00)],
    ]);
  });
});

describe('a change of the currency', () => {
  test('opens a wallet in it, drops the limits that it does not name again, and counts caps anew', async () => {
    const { accountId } = scenario;
    const { id: buyerId, walletId } = await scenario.buyer({
      billing: { dailyCap: usd(100_00), exposureLimit: usd(20_00) },
    });
    await scenario.credit(walletId, 90_00);
    await ledger.deliveries.deliver(scenario.lead(buyerId, 'a', 60_00));
    const euros = (amountMinor: bigint) => ({ amountMinor, currency: 'EUR' }) as const;
    const order = { accountId, buyerId, currency: 'EUR', billing: { dailyCap: euros(50_00n) } } as const;
    expect(await previewed(ledger, order)).toMatchObject({
      allowed: true,
      to: { currency: 'EUR', walletId: null },
      moves: null,
      open: expect.arrayContaining([expect.objectContaining({ kind: 'limits', effect: 'ends', count: 2 })]),
    });
    const { buyer } = await confirmed(ledger, order);
    expect(buyer).toMatchObject({
      currency: 'EUR',
      billing: { dailyCap: euros(50_00n), exposureLimit: null },
    });
    await ledger.topUps.request(
      { accountId, walletId: buyer.walletId, amount: euros(90_00n), funding: 'external', reference: 'wire' },
      tester,
    );
    const inEuros = { ...scenario.lead(buyerId, 'b', 0), price: euros(50_00n) };
    expect(await ledger.deliveries.deliver(inEuros)).toMatchObject({ outcome: 'delivered' });
    expect(await ledger.deliveries.deliver({ ...inEuros, leadId: 'c' })).toMatchObject({
      code: 'spending_cap_reached',
    });
    expect(await ledger.deliveries.deliver(scenario.lead(buyerId, 'd', 1_00))).toMatchObject({
      outcome: 'currency_mismatch',
      expected: 'EUR',
    });
  });

  test('waits for holds in the old one', async () => {
    const { accountId } = scenario;
    const { id: buyerId, walletId } = await scenario.buyer();
    await scenario.credit(walletId, 100_00);
    await ledger.holds.place({ accountId, buyerId, amount: usd(30_00), lifetimeMs: 600_000 });
    const order = { accountId, buyerId, currency: 'EUR' } as const;
    const preview = await previewed(ledger, order);
    expect(preview).toMatchObject({ allowed: false });
    expect(preview.open).toContainEqual(expect.objectContaining({ kind: 'holds', effect: 'must_end_first' }));
    const answer = await ledger.switching.confirm({ ...order, previewToken: preview.previewToken }, tester);
    expect(answer).toMatchObject({ outcome: 'not_allowed' });
  });
});
