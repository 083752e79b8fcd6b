import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, openScenario, type Scenario, usd } from '../testing/index.ts';

let ledger: Ledger;
let client: pg.Client;
let scenario: Scenario;

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
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));
beforeEach(async () => {
  scenario = await openScenario(ledger);
});

const deliver = (buyerId: string, leadId: string, priceMinor: number) =>
  ledger.deliveries.deliver(scenario.lead(buyerId, leadId, priceMinor));

async function owed(buyerId: string): Promise<bigint> {
  const { rows } = await client.query(
    `select -balance as owed from book_account where kind = 'receivable' and owner_id = $1`,
    [buyerId],
  );
  return BigInt(rows[0]?.owed ?? 0);
}

async function directCharge() {
  const buyer = await scenario.buyer({ billing: { mechanism: 'direct_charge' } });
  const card = await scenario.card({ kind: 'buyer', buyerId: buyer.id }, { fingerprint: `fp_${buyer.id}` });
  return { buyer, card };
}

describe('a buyer on net terms', () => {
  test('owes its leads up to the credit limit, to the cent', async () => {
    const buyer = await scenario.buyer({ billing: { mechanism: 'net_terms', creditLimit: usd(50_00) } });
    expect(await deliver(buyer.id, 'a', 49_99)).toMatchObject({
      outcome: 'delivered',
      delivery: { fundedBy: 'credit', fundingReason: 'within_credit_limit', balanceAfter: usd(0) },
    });
    expect(await deliver(buyer.id, 'b', 2)).toMatchObject({
      outcome: 'refused',
      code: 'credit_limit_reached',
    });
    expect(await deliver(buyer.id, 'c', 1)).toMatchObject({ outcome: 'delivered' });
    expect(await owed(buyer.id)).toBe(50_00n);
  });

  test('has no credit without a limit', async () => {
    const buyer = await scenario.buyer({ billing: { mechanism: 'net_terms' } });
    expect(await deliver(buyer.id, 'a', 1)).toMatchObject({
      outcome: 'refused',
      code: 'credit_limit_reached',
    });
  });

  test('never owes more than the limit, however many leads come at once', async () => {
    const buyer = await scenario.buyer({ billing: { mechanism: 'net_terms', creditLimit: usd(50_00) } });
    const leads = Array.from({ length: 100 }, (_, n) => deliver(buyer.id, `lead-${n}`, 1_00));
    const outcomes = (await Promise.all(leads)).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'delivered')).toHaveLength(50);
    expect(await owed(buyer.id)).toBe(50_00n);
  });
});

describe('a buyer that is billed by hand', () => {
  test('owes its leads without a limit, or up to the one that it has', async () => {
    const free = await scenario.buyer({ billing: { mechanism: 'manual' } });
    expect(await deliver(free.id, 'a', 9_000_00)).toMatchObject({
      outcome: 'delivered',
      delivery: { fundedBy: 'manual', fundingReason: 'manual_billing' },
    });
    expect(await owed(free.id)).toBe(9_000_00n);
    const bound = await scenario.buyer({ billing: { mechanism: 'manual', creditLimit: usd(5_00) } });
    expect(await deliver(bound.id, 'a', 5_01)).toMatchObject({ code: 'credit_limit_reached' });
  });
});

describe('a buyer whose card is charged for each lead', () => {
  test('waits for the charge, which stands with the message that starts it', async () => {
    const { buyer, card } = await directCharge();
    const result = await deliver(buyer.id, 'a', 25_00);
    expect(result).toMatchObject({
      outcome: 'pending',
      replayed: false,
      delivery: { fundedBy: 'card', fundingReason: 'direct_charge', decidedAt: null },
    });
    expect(await deliver(buyer.id, 'a', 25_00)).toMatchObject({ outcome: 'pending', replayed: true });
    const { rows: charges } = await client.query(
      `select c.purpose, c.amount_minor::int as amount, c.payment_method_id as card, c.status, o.kind
       from charge c join outbox o on o.subject_id = c.id where c.buyer_id = $1`,
      [buyer.id],
    );
    expect(charges).toEqual([
      { purpose: 'lead', amount: 25_00, card: card.id, status: 'open', kind: 'start_lead_charge' },
    ]);
  });

  test('is charged nothing below what Stripe takes, and nothing without a card', async () => {
    const { buyer } = await directCharge();
    expect(await deliver(buyer.id, 'a', 49)).toMatchObject({ code: 'price_below_card_minimum' });
    expect(await deliver(buyer.id, 'b', 50)).toMatchObject({ outcome: 'pending' });
    const bare = await scenario.buyer({ billing: { mechanism: 'direct_charge' } });
    expect(await deliver(bare.id, 'a', 25_00)).toMatchObject({ code: 'no_payment_method' });
  });

  test('is not charged with a card that has expired, or whose decline is not resolved', async () => {
    const expired = await directCharge();
    await client.query('update payment_method set exp_year = 2020 where id = $1', [expired.card.id]);
    expect(await deliver(expired.buyer.id, 'a', 25_00)).toMatchObject({ code: 'no_payment_method' });
    const blocked = await directCharge();
    await client.query(
      `insert into card_budget (fingerprint, blocked_until) values ($1, now() + interval '1 day')`,
      [`fp_${blocked.buyer.id}`],
    );
    expect(await deliver(blocked.buyer.id, 'a', 25_00)).toMatchObject({ code: 'card_declined' });
  });

  test('draws nothing from the wallet that it has too', async () => {
    const { buyer } = await directCharge();
    await scenario.credit(buyer.walletId, 100_00);
    expect(await deliver(buyer.id, 'a', 25_00)).toMatchObject({ outcome: 'pending' });
    expect(await scenario.balance(buyer.walletId)).toBe(100_00n);
  });
});

describe('a wallet buyer with the card to fall back on', () => {
  test('has the whole lead charged, never a part, once the wallet cannot pay for it', async () => {
    const buyer = await scenario.buyer({ billing: { fallbackToCard: true, dailyCap: usd(60_00) } });
    await scenario.card({ kind: 'buyer', buyerId: buyer.id }, { fingerprint: `fp_${buyer.id}` });
    await scenario.credit(buyer.walletId, 30_00);
    const inputs = ['a', 'b', 'c'].map((lead) => scenario.lead(buyer.id, lead, 25_00));
    const results = await ledger.deliveries.deliverBatch(inputs);
    expect(results).toMatchObject([
      { outcome: 'delivered', delivery: { fundedBy: 'wallet', fundingReason: null } },
      { outcome: 'pending', delivery: { fundedBy: 'card', fundingReason: 'wallet_short' } },
      // What is pending counts for the cap.
      { outcome: 'refused', code: 'spending_cap_reached' },
    ]);
    expect(await scenario.balance(buyer.walletId)).toBe(5_00n);
  });

  test('is refused as without it when it has no card', async () => {
    const buyer = await scenario.buyer({ billing: { fallbackToCard: true } });
    expect(await deliver(buyer.id, 'a', 25_00)).toMatchObject({ code: 'insufficient_funds' });
  });
});

test('leads of buyers of all mechanisms on one wallet are decided in one call, each in its own way', async () => {
  const { accountId } = scenario;
  const pool = await ledger.wallets.createShared(
    { accountId, name: 'Pool', currency: 'USD' },
    { kind: 'system', id: 'test', label: 'test' },
  );
  await scenario.credit(pool.id, 25_00);
  const make = (billing: Parameters<typeof scenario.buyer>[0] & object) =>
    scenario.buyer({ walletId: pool.id, ...billing });
  const wallet = await make({});
  const terms = await make({ billing: { mechanism: 'net_terms', creditLimit: usd(40_00) } });
  const manual = await make({ billing: { mechanism: 'manual' } });
  const inputs = [wallet, terms, manual, wallet, terms, manual].map(({ id }, n) =>
    scenario.lead(id, `lead-${n}`, 25_00),
  );
  const results = await ledger.deliveries.deliverBatch(inputs);
  expect(
    results.map((result) => ('delivery' in result ? (result.delivery.fundedBy ?? result.outcome) : '-')),
  ).toEqual(['wallet', 'credit', 'manual', 'refused', 'refused', 'manual']);
  expect([await owed(terms.id), await owed(manual.id)]).toEqual([25_00n, 50_00n]);
  expect(await scenario.balance(pool.id)).toBe(0n);
});
