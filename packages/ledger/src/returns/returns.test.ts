import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import { openLeads } from '../lead-charges/testing/leads.ts';
import type { Ledger } from '../ledger.ts';
import { dashboardRefund, payByCard } from '../refunds/testing/paid-top-up.ts';
import { createTestDatabase, keyed, openScenario, tester, usd } from '../testing/index.ts';
import type { ReturnLeadInput } from './types.ts';

let ledger: Ledger;
let client: pg.Client;
let leadNumber = 0;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
});
afterEach(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
});
afterAll(async () => {
  await client.end();
  await ledger.close();
});

async function give(accountId: string, deliveryId: string, more: Partial<ReturnLeadInput> = {}) {
  return ledger.returns.return({ accountId, deliveryId, code: 'duplicate', ...more }, tester);
}

async function returned(accountId: string, deliveryId: string) {
  const result = await give(accountId, deliveryId);
  if (result.outcome !== 'returned') throw new Error(result.outcome);
  return result;
}

async function delivered(scenario: Awaited<ReturnType<typeof openScenario>>, buyerId: string, price = 25_00) {
  const result = await ledger.deliveries.deliver(scenario.lead(buyerId, `lead-${++leadNumber}`, price));
  if (result.outcome !== 'delivered') throw new Error(result.outcome);
  return result.delivery;
}

async function open(credit = 100_00) {
  const scenario = await openScenario(ledger);
  const { id: buyerId, walletId } = await scenario.buyer({ billing: { returnWindowDays: 7 } });
  const topUp = await payByCard(ledger, scenario, { walletId, amountMinor: credit });
  return { scenario, accountId: scenario.accountId, buyerId, walletId, topUp };
}

describe('a lead that the wallet paid for', () => {
  test('is credited to that wallet, once, and counts as returned', async () => {
    const { scenario, accountId, buyerId, walletId } = await open();
    const { id } = await delivered(scenario, buyerId);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => give(accountId, id)));
    expect(answers.map((answer) => answer.outcome)).toEqual(answers.map(() => 'returned'));
    expect(answers.filter((answer) => 'replayed' in answer && !answer.replayed)).toHaveLength(1);
    expect(await scenario.balance(walletId)).toBe(100_00n);
    expect(await ledger.deliveries.get(accountId, id)).toMatchObject({ outcome: 'returned' });
    const found = await ledger.returns.ofDeliveries([id]);
    expect(found.get(id)).toMatchObject({ code: 'duplicate', returnedTo: 'wallet', amount: usd(25_00) });
  });

  test('is answered under its key, and told from another return', async () => {
    const { scenario, accountId, buyerId } = await open();
    const [first, second] = [await delivered(scenario, buyerId), await delivered(scenario, buyerId)];
    expect(await give(accountId, first.id, keyed('k'))).toMatchObject({ replayed: false });
    expect(await give(accountId, first.id, keyed('k'))).toMatchObject({ replayed: true });
    expect(await give(accountId, second.id, keyed('k', 'other'))).toEqual({
      outcome: 'idempotency_key_reused',
    });
    expect(await give(accountId, first.id, { code: 'other' })).toMatchObject({ outcome: 'returned_before' });
  });

  test('makes its credit refundable again, and can be returned after that credit was refunded', async () => {
    const { scenario, accountId, buyerId, walletId, topUp } = await open();
    const { id } = await delivered(scenario, buyerId);
    await ledger.refunds.request({ accountId, topUpId: topUp.id, amount: usd(75_00) }, tester);
    expect(await scenario.balance(walletId)).toBe(0n);
    await returned(accountId, id);
    expect(await ledger.refunds.refundable(accountId, topUp.id)).toMatchObject({ amount: usd(25_00) });
    await ledger.refunds.request({ accountId, topUpId: topUp.id, amount: usd(25_00) }, tester);
    expect(await scenario.balance(walletId)).toBe(0n);
  });

  test('goes to the wallet that paid, whatever wallet its buyer draws on by now', async () => {
    const { scenario, accountId, buyerId, walletId } = await open();
    const { id } = await delivered(scenario, buyerId);
    const pool = await ledger.wallets.createShared({ accountId, currency: 'USD', name: 'Pool' }, tester);
    await client.query('update buyer set wallet_id = $2 where id = $1', [buyerId, pool.id]);
    await returned(accountId, id);
    expect(await scenario.balance(walletId)).toBe(100_00n);
    expect(await scenario.balance(pool.id)).toBe(0n);
  });

  test('is returned within its window and not after it, and never when it was refused', async () => {
    const { scenario, accountId, buyerId } = await open();
    const { id } = await delivered(scenario, buyerId);
    await client.query('update buyer set return_window_days = 0 where id = $1', [buyerId]);
    expect(await give(accountId, id)).toMatchObject({ outcome: 'window_over', windowDays: 0 });
    await client.query('update buyer set return_window_days = 3 where id = $1', [buyerId]);
    expect(await give(accountId, id)).toMatchObject({ outcome: 'returned' });
    const refused = await ledger.deliveries.deliver(scenario.lead(buyerId, 'dear', 900_00));
    if (refused.outcome !== 'refused') throw new Error(refused.outcome);
    expect(await give(accountId, refused.delivery.id)).toEqual({
      outcome: 'not_delivered',
      state: 'refused',
    });
    const other = await openScenario(ledger);
    expect(await give(other.accountId, id)).toEqual({ outcome: 'delivery_not_found' });
  });
});

describe('a lead on terms', () => {
  test.each(['net_terms', 'manual'] as const)('is owed no more (%s)', async (mechanism) => {
    const scenario = await openScenario(ledger);
    const { accountId } = scenario;
    const terms = { creditLimit: usd(100_00), termsDays: 14, invoicePeriod: 'monthly' } as const;
    const billing = { mechanism, returnWindowDays: 7, ...terms };
    const { id: buyerId } = await scenario.buyer({ billing });
    await delivered(scenario, buyerId, 60_00);
    const second = await delivered(scenario, buyerId, 40_00);
    expect(await returned(accountId, second.id)).toMatchObject({
      lead: { returnedTo: 'receivable', amount: usd(40_00) },
      refund: null,
    });
    await delivered(scenario, buyerId, 40_00);
  });
});

describe('a lead that a card paid for', () => {
  async function paidByCard() {
    const leads = await openLeads(ledger);
    const { buyer } = await leads.directBuyer({ returnWindowDays: 7 });
    const lead = await leads.pending(buyer.id);
    await leads.reserveLead(lead);
    await leads.pay(lead);
    return { leads, buyer, lead, accountId: leads.accountId };
  }

  test('goes back to the card as a refund of its payment', async () => {
    const { lead, accountId, leads, buyer } = await paidByCard();
    const { refund, lead: back } = await returned(accountId, lead.deliveryId);
    expect(back).toMatchObject({ returnedTo: 'card', refundId: refund?.id });
    expect(refund).toMatchObject({ origin: 'returned_lead', status: 'pending', amount: usd(25_00) });
    await ledger.refunds.settle(refund?.id ?? '', 're_of_lead');
    expect(await leads.balance(buyer.walletId)).toBe(0n);
  });

  test('goes to the wallet where the card takes no refund, and says so', async () => {
    const { lead, accountId, leads, buyer } = await paidByCard();
    const { refund } = await returned(accountId, lead.deliveryId);
    await ledger.refunds.fail(refund?.id ?? '', { reason: 'expired_or_canceled_card' });
    expect(await leads.balance(buyer.walletId)).toBe(25_00n);
    const found = (await ledger.returns.ofDeliveries([lead.deliveryId])).get(lead.deliveryId);
    expect(found).toMatchObject({ returnedTo: 'wallet', refundId: refund?.id });
  });

  test('brings back no more than its payment still holds', async () => {
    const { lead, accountId } = await paidByCard();
    const paid = { id: '', chargeId: lead.chargeId, paymentIntentId: `pi_${lead.chargeId}`, walletId: '' };
    await ledger.charges.rememberPaymentIntent(lead.chargeId, paid.paymentIntentId);
    expect(await ledger.refunds.follow(dashboardRefund(paid, 10_00))).toMatchObject({
      outcome: 'followed',
      refund: { walletId: null, topUpId: null, deliveryId: null },
    });
    const { lead: back } = await returned(accountId, lead.deliveryId);
    expect(back.amount).toEqual(usd(15_00));
  });

  test('is not returned while its payment is on its way, nor after all of it was refunded', async () => {
    const leads = await openLeads(ledger);
    const { buyer } = await leads.directBuyer({ returnWindowDays: 7 });
    const waiting = await leads.pending(buyer.id);
    expect(await give(leads.accountId, waiting.deliveryId)).toEqual({
      outcome: 'not_delivered',
      state: 'pending',
    });
    const { lead, accountId } = await paidByCard();
    const paid = { id: '', chargeId: lead.chargeId, paymentIntentId: `pi_${lead.chargeId}`, walletId: '' };
    const seen = dashboardRefund(paid, 25_00);
    await ledger.refunds.follow(seen);
    expect(await give(accountId, lead.deliveryId)).toEqual({ outcome: 'refunded_before' });
    await ledger.refunds.follow({ ...seen, status: 'failed', failureReason: 'declined' });
    expect(await give(accountId, lead.deliveryId)).toMatchObject({ outcome: 'returned' });
  });
});

describe('a lead on trust', () => {
  async function onTrust() {
    const leads = await openLeads(ledger);
    const { buyer } = await leads.directBuyer({
      returnWindowDays: 7,
      failurePolicy: 'continue',
      exposureLimit: usd(100_00),
    });
    const lead = await leads.pending(buyer.id);
    await leads.reserveLead(lead);
    await leads.declineLead(lead);
    expect(await leads.delivery(lead)).toMatchObject({ outcome: 'delivered', fundedBy: 'trust' });
    return { leads, buyer, lead, accountId: leads.accountId };
  }

  test('is owed no more, and its charge is told that nothing is to be collected', async () => {
    const { leads, buyer, lead, accountId } = await onTrust();
    expect(await leads.owed(buyer.id)).toBe(25_00n);
    expect(await returned(accountId, lead.deliveryId)).toMatchObject({ lead: { returnedTo: 'receivable' } });
    expect(await leads.owed(buyer.id)).toBe(0n);
    const { rows } = await client.query(
      `select payload->>'news' as news from outbox where kind = 'charge_news' and payload->>'chargeId' = $1`,
      [lead.chargeId],
    );
    expect(rows.map(({ news }) => news)).toContain('fundedOtherwise');
  });

  test('is credited to the wallet where that debt had been paid meanwhile, in part for a part', async () => {
    const { leads, buyer, lead, accountId } = await onTrust();
    await leads.credit(buyer.walletId, 10_00);
    expect(await leads.owed(buyer.id)).toBe(15_00n);
    expect(await returned(accountId, lead.deliveryId)).toMatchObject({
      lead: { returnedTo: 'wallet', amount: usd(25_00) },
    });
    expect(await leads.owed(buyer.id)).toBe(0n);
    expect(await leads.balance(buyer.walletId)).toBe(10_00n);
  });
});
