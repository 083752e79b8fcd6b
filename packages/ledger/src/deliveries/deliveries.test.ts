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
afterEach(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
});
beforeEach(async () => {
  scenario = await openScenario(ledger);
  const buyer = await scenario.buyer({ externalId: 'acme' });
  buyerId = buyer.id;
  walletId = buyer.walletId;
  await scenario.credit(walletId, 250_00);
});

describe('delivering a lead', () => {
  test('draws the price from the wallet and says what is left', async () => {
    const result = await ledger.deliveries.deliver(scenario.lead(buyerId, 'lead-1', 25_00));
    expect(result).toMatchObject({
      outcome: 'delivered',
      replayed: false,
      delivery: { outcome: 'delivered', fundedBy: 'wallet', balanceAfter: usd(225_00), leadId: 'lead-1' },
    });
    expect(await scenario.balance(walletId)).toBe(225_00n);
  });

  test('answers the same lead with the same delivery and takes nothing', async () => {
    const first = await ledger.deliveries.deliver(scenario.lead(buyerId, 'lead-1', 25_00));
    const again = await ledger.deliveries.deliver(
      scenario.lead(buyerId, 'lead-1', 25_00, keyed('another key')),
    );
    expect(again).toEqual({ ...first, replayed: true });
    expect(await scenario.balance(walletId)).toBe(225_00n);
  });

  test('refuses a lead that the wallet cannot pay for and changes nothing', async () => {
    const result = await ledger.deliveries.deliver(scenario.lead(buyerId, 'lead-1', 999_00));
    expect(result).toMatchObject({
      outcome: 'refused',
      code: 'insufficient_funds',
      available: usd(250_00),
      required: usd(999_00),
      topUpInProgress: false,
    });
    expect(await scenario.balance(walletId)).toBe(250_00n);
  });

  test('spends a wallet to the last cent', async () => {
    expect(await ledger.deliveries.deliver(scenario.lead(buyerId, 'lead-1', 250_00))).toMatchObject({
      outcome: 'delivered',
      delivery: { balanceAfter: usd(0) },
    });
    expect(await ledger.deliveries.deliver(scenario.lead(buyerId, 'lead-2', 1))).toMatchObject({
      outcome: 'refused',
    });
  });

  test('asks again without a key after a refusal, and delivers once there is credit', async () => {
    await ledger.deliveries.deliver(scenario.lead(buyerId, 'lead-1', 300_00));
    await scenario.credit(walletId, 100_00);
    expect(await ledger.deliveries.deliver(scenario.lead(buyerId, 'lead-1', 300_00))).toMatchObject({
      outcome: 'delivered',
      delivery: { balanceAfter: usd(50_00) },
    });
  });

  test('keeps a refusal under its key for ever, so that a late repeat cannot pay for a lead sold elsewhere', async () => {
    const lead = scenario.lead(buyerId, 'lead-1', 300_00, keyed('attempt-1'));
    const first = await ledger.deliveries.deliver(lead);
    await scenario.credit(walletId, 100_00);
    const again = await ledger.deliveries.deliver(lead);
    expect(again).toMatchObject({ outcome: 'refused', code: 'insufficient_funds', replayed: true });
    expect(first.outcome === 'refused' && again.outcome === 'refused' && again.delivery.id).toBe(
      first.outcome === 'refused' && first.delivery.id,
    );
    expect(await scenario.balance(walletId)).toBe(350_00n);
  });

  test('refuses a known key with another request', async () => {
    await ledger.deliveries.deliver(scenario.lead(buyerId, 'lead-1', 25_00, keyed('k', 'body 1')));
    expect(
      await ledger.deliveries.deliver(scenario.lead(buyerId, 'lead-2', 25_00, keyed('k', 'body 2'))),
    ).toEqual({
      outcome: 'idempotency_key_reused',
    });
    expect(await scenario.balance(walletId)).toBe(225_00n);
  });

  test('refuses a delivered lead at another price', async () => {
    await ledger.deliveries.deliver(scenario.lead(buyerId, 'lead-1', 25_00));
    expect(await ledger.deliveries.deliver(scenario.lead(buyerId, 'lead-1', 26_00))).toMatchObject({
      outcome: 'lead_price_conflict',
      price: usd(25_00),
    });
  });

  test('refuses a price in another currency than the wallet', async () => {
    const lead = scenario.lead(buyerId, 'lead-1', 25_00);
    const result = await ledger.deliveries.deliver({
      ...lead,
      price: { amountMinor: 25_00n, currency: 'EUR' },
    });
    expect(result).toEqual({ outcome: 'currency_mismatch', expected: 'USD' });
  });

  test('finds the buyer by its external id, and never by one that moved to another buyer', async () => {
    const lead = { ...scenario.lead(buyerId, 'lead-1', 25_00), buyer: { externalId: 'acme' } };
    expect(await ledger.deliveries.deliver(lead)).toMatchObject({ outcome: 'delivered' });
    const { accountId } = scenario;
    const actor = { kind: 'system', id: 't', label: 't' } as const;
    await ledger.buyers.update({ accountId, buyerId, externalId: 'acme-old' }, actor);
    const successor = await scenario.buyer({ externalId: 'acme' });
    await scenario.credit(successor.walletId, 100_00);
    expect(await ledger.deliveries.deliver({ ...lead, leadId: 'lead-2' })).toMatchObject({
      outcome: 'delivered',
      delivery: { buyerId: successor.id, balanceAfter: usd(75_00) },
    });
  });

  test('does not know the buyers of another account', async () => {
    const other = await openScenario(ledger);
    const lead = other.lead(buyerId, 'lead-1', 25_00);
    expect(await ledger.deliveries.deliver(lead)).toEqual({ outcome: 'buyer_not_found' });
  });
});

describe('many leads at once', () => {
  test('deliver exactly what the wallet can pay for, and every entry sums to zero', async () => {
    const leads = Array.from({ length: 200 }, (_, index) => scenario.lead(buyerId, `lead-${index}`, 5_00));
    const results = await Promise.all(leads.map((lead) => ledger.deliveries.deliver(lead)));
    expect(results.filter((result) => result.outcome === 'delivered')).toHaveLength(50);
    expect(results.filter((result) => result.outcome === 'refused')).toHaveLength(150);
    expect(await scenario.balance(walletId)).toBe(0n);
  });

  test('pay for one lead once, however many times it is sent at the same moment', async () => {
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        ledger.deliveries.deliver(
          scenario.lead(buyerId, 'the lead', 10_00, index % 2 ? keyed(`key-${index}`) : {}),
        ),
      ),
    );
    const ids = results.map((result) =>
      result.outcome === 'delivered' ? result.delivery.id : result.outcome,
    );
    expect(new Set(ids).size).toBe(1);
    expect(await scenario.balance(walletId)).toBe(240_00n);
  });

  test('with one key on two wallets decide one of them and name the other a reused key, harming no neighbour', async () => {
    const other = await scenario.buyer();
    await scenario.credit(other.walletId, 100_00);
    const neighbours = Array.from({ length: 10 }, (_, index) => scenario.lead(buyerId, `n-${index}`, 1_00));
    const [first, second, ...rest] = await Promise.all(
      [
        scenario.lead(buyerId, 'a', 10_00, keyed('same', 'a')),
        scenario.lead(other.id, 'b', 10_00, keyed('same', 'b')),
        ...neighbours,
      ].map((lead) => ledger.deliveries.deliver(lead)),
    );
    const outcomes = [first?.outcome, second?.outcome].sort();
    expect(outcomes).toEqual(['delivered', 'idempotency_key_reused']);
    expect(rest.map((result) => result.outcome)).toEqual(neighbours.map(() => 'delivered'));
  });

  test('of a batch are decided in the order asked, each with its own answer', async () => {
    const results = await ledger.deliveries.deliverBatch([
      scenario.lead(buyerId, 'a', 200_00),
      scenario.lead('buy_unknown', 'b', 1_00),
      scenario.lead(buyerId, 'c', 100_00),
      scenario.lead(buyerId, 'a', 200_00),
      scenario.lead(buyerId, 'd', 50_00),
    ]);
    expect(results.map((result) => result.outcome)).toEqual([
      'delivered',
      'buyer_not_found',
      'refused',
      'delivered',
      'delivered',
    ]);
    expect(results[3]).toMatchObject({ replayed: true });
    expect(await scenario.balance(walletId)).toBe(0n);
  });
});
