import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, keyed, openScenario, type Scenario, usd } from '../testing/index.ts';

let ledger: Ledger;
let scenario: Scenario;
let buyerId: string;
let walletId: string;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase() });
});
afterAll(() => ledger.close());
beforeEach(async () => {
  scenario = await openScenario(ledger);
  const buyer = await scenario.buyer();
  buyerId = buyer.id;
  walletId = buyer.walletId;
  await scenario.credit(walletId, 100_00);
});
afterEach(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
});

function place(
  amountMinor: number,
  more: { lifetimeMs?: number; idempotency?: { key: string; requestHash: string } } = {},
) {
  const { accountId } = scenario;
  return ledger.holds.place({ accountId, buyerId, amount: usd(amountMinor), lifetimeMs: 60_000, ...more });
}

async function placed(amountMinor: number, lifetimeMs = 60_000) {
  const result = await place(amountMinor, { lifetimeMs });
  if (result.outcome !== 'placed') throw new Error(result.outcome);
  return result.hold;
}

async function wallet() {
  const { balance, held, available } = (await ledger.wallets.get(scenario.accountId, walletId)) ?? {};
  return [balance?.amountMinor, held?.amountMinor, available?.amountMinor];
}

const capture = (holdId: string, leadId: string, amountMinor?: number) =>
  ledger.holds.capture({
    accountId: scenario.accountId,
    holdId,
    leadId,
    amount: amountMinor === undefined ? undefined : usd(amountMinor),
  });

describe('a hold', () => {
  test('reserves: the balance stays, less is available, and a draw cannot take it', async () => {
    await placed(70_00);
    expect(await wallet()).toEqual([100_00n, 70_00n, 30_00n]);
    expect(await ledger.deliveries.deliver(scenario.lead(buyerId, 'l', 40_00))).toMatchObject({
      outcome: 'refused',
      code: 'insufficient_funds',
      available: usd(30_00),
    });
  });

  test('is refused where the available money does not suffice, and stays refused under its key', async () => {
    const first = await place(101_00, keyed('k'));
    expect(first).toMatchObject({
      outcome: 'refused',
      code: 'insufficient_funds',
      hold: { availableSeen: usd(100_00) },
    });
    await scenario.credit(walletId, 100_00);
    expect(await place(101_00, keyed('k'))).toMatchObject({ outcome: 'refused', replayed: true });
    expect(await place(101_00, keyed('k', 'other'))).toEqual({ outcome: 'idempotency_key_reused' });
  });

  test('is captured up to its amount; the rest becomes available again', async () => {
    const { id } = await placed(70_00);
    expect(await capture(id, 'lead-1', 70_01)).toMatchObject({ outcome: 'exceeds_hold' });
    const { accountId } = scenario;
    const euros = { amountMinor: 50_00n, currency: 'EUR' } as const;
    expect(await ledger.holds.capture({ accountId, holdId: id, leadId: 'lead-1', amount: euros })).toEqual({
      outcome: 'currency_mismatch',
      expected: 'USD',
    });
    expect(await capture(id, 'lead-1', 50_00)).toMatchObject({
      outcome: 'captured',
      delivery: { leadId: 'lead-1', price: usd(50_00), fundedBy: 'wallet', balanceAfter: usd(50_00) },
    });
    expect(await wallet()).toEqual([50_00n, 0n, 50_00n]);
    expect(await ledger.holds.get(scenario.accountId, id)).toMatchObject({
      status: 'captured',
      captured: usd(50_00),
    });
  });

  test('is captured once: again answers the same delivery, another lead is refused', async () => {
    const { id } = await placed(70_00);
    const results = await Promise.all(Array.from({ length: 8 }, () => capture(id, 'lead-1')));
    const ids = results.map((result) =>
      result.outcome === 'captured' ? result.delivery.id : result.outcome,
    );
    expect(new Set(ids).size).toBe(1);
    expect(await capture(id, 'lead-2')).toMatchObject({ outcome: 'not_open', hold: { status: 'captured' } });
    expect(await wallet()).toEqual([30_00n, 0n, 30_00n]);
  });

  test('captures no lead that the buyer has already', async () => {
    await ledger.deliveries.deliver(scenario.lead(buyerId, 'lead-1', 10_00));
    const { id } = await placed(20_00);
    expect(await capture(id, 'lead-1')).toMatchObject({
      outcome: 'lead_delivered',
      delivery: { price: usd(10_00) },
    });
    expect(await ledger.holds.get(scenario.accountId, id)).toMatchObject({ status: 'open' });
  });

  test('is released once, and not captured afterwards', async () => {
    const { id } = await placed(70_00);
    expect(await ledger.holds.release(scenario.accountId, id)).toMatchObject({
      outcome: 'released',
      replayed: false,
    });
    expect(await ledger.holds.release(scenario.accountId, id)).toMatchObject({
      outcome: 'released',
      replayed: true,
    });
    expect(await capture(id, 'lead-1')).toMatchObject({ outcome: 'not_open', hold: { status: 'released' } });
    expect(await wallet()).toEqual([100_00n, 0n, 100_00n]);
  });

  test('expires when the sweeper comes, not before: until then it can be captured', async () => {
    const [first, second] = [await placed(10_00, 0), await placed(20_00, 0)];
    expect(await capture(first.id, 'lead-1')).toMatchObject({ outcome: 'captured' });
    expect(await ledger.holds.expireDue(100)).toBe(1);
    expect(await capture(second.id, 'lead-2')).toMatchObject({
      outcome: 'not_open',
      hold: { status: 'expired' },
    });
    expect(await wallet()).toEqual([90_00n, 0n, 90_00n]);
  });

  test('is not found by another account', async () => {
    const { id } = await placed(10_00);
    const { accountId } = await openScenario(ledger);
    expect(await ledger.holds.get(accountId, id)).toBeNull();
    expect(await ledger.holds.release(accountId, id)).toEqual({ outcome: 'not_found' });
    expect(await ledger.holds.capture({ accountId, holdId: id, leadId: 'l' })).toEqual({
      outcome: 'not_found',
    });
    expect(await ledger.holds.place({ accountId, buyerId, amount: usd(1), lifetimeMs: 1 })).toEqual({
      outcome: 'buyer_not_found',
    });
  });

  test('races with draws, captures, releases and the sweeper without a cent lost', async () => {
    const holds = await Promise.all(Array.from({ length: 10 }, (_, n) => placed(5_00, n % 2 ? 0 : 60_000)));
    await Promise.all([
      ...holds.map(({ id }, n) =>
        n % 3 ? capture(id, `h-${n}`, 3_00) : ledger.holds.release(scenario.accountId, id),
      ),
      ...Array.from({ length: 30 }, (_, n) =>
        ledger.deliveries.deliver(scenario.lead(buyerId, `d-${n}`, 2_00)),
      ),
      ledger.holds.expireDue(100),
      scenario.credit(walletId, 5_00),
    ]);
    const [balance, held] = await wallet();
    expect(held).toBe(0n);
    const history = await ledger.wallets.entries(scenario.accountId, walletId, { limit: 200 });
    expect(history?.items.reduce((sum, entry) => sum + entry.amount.amountMinor, 0n)).toBe(balance);
  });
});
