import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, keyed, openScenario, type Scenario, tester, usd } from '../testing/index.ts';
import type { RecordPaymentInput } from './types.ts';

let ledger: Ledger;
let scenario: Scenario;
let buyerId: string;
let leads = 0;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase() });
});
afterAll(() => ledger.close());
afterEach(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
});
beforeEach(async () => {
  scenario = await openScenario(ledger);
  buyerId = (await scenario.buyer({ billing: { mechanism: 'manual' } })).id;
});

async function deliver(priceMinor: number) {
  const result = await ledger.deliveries.deliver(scenario.lead(buyerId, `lead-${++leads}`, priceMinor));
  expect(result).toMatchObject({ outcome: 'delivered' });
}

/** An invoice over one lead of this price. */
async function billed(priceMinor: number): Promise<string> {
  await deliver(priceMinor);
  const closed = await ledger.invoices.closeNow({ accountId: scenario.accountId, buyerId }, tester);
  const [invoiceId] = closed ?? [];
  if (invoiceId === undefined) throw new Error('nothing was billed');
  return invoiceId;
}

function record(amountMinor: number, more: Partial<RecordPaymentInput> = {}) {
  const { accountId } = scenario;
  const input = { accountId, buyerId, amount: usd(amountMinor), reference: 'wire 7' };
  return ledger.receivablePayments.record({ ...input, ...more }, tester);
}

async function recorded(amountMinor: number, more: Partial<RecordPaymentInput> = {}) {
  const result = await record(amountMinor, more);
  if (result.outcome !== 'recorded') throw new Error(result.outcome);
  return result.payment;
}

const reverse = (paymentId: string) =>
  ledger.receivablePayments.reverse(
    { accountId: scenario.accountId, paymentId, reason: 'typed wrong' },
    tester,
  );

async function owed(): Promise<bigint> {
  const receivable = await ledger.invoices.receivable(scenario.accountId, buyerId);
  return receivable?.owed.amountMinor ?? -1n;
}

async function invoice(id: string) {
  const found = await ledger.invoices.get(scenario.accountId, id);
  if (found === null) throw new Error('no such invoice');
  return found;
}

describe('a payment outside Stripe', () => {
  test('pays the oldest invoices first, in parts, and closes each that has nothing left', async () => {
    const first = await billed(30_00);
    const second = await billed(50_00);
    const payment = await recorded(40_00);
    expect(payment).toMatchObject({
      source: 'outside',
      reference: 'wire 7',
      amount: usd(40_00),
      invoiceId: null,
      allocations: [
        { invoiceId: first, amount: usd(30_00) },
        { invoiceId: second, amount: usd(10_00) },
      ],
      unallocated: usd(0),
      reversed: null,
    });
    expect(await invoice(first)).toMatchObject({ status: 'paid', amountDue: usd(0) });
    expect(await invoice(second)).toMatchObject({ paid: usd(10_00), amountDue: usd(40_00) });
    expect(await owed()).toBe(40_00n);
    expect(await recorded(40_00)).toMatchObject({ invoiceId: second });
    expect(await invoice(second)).toMatchObject({ status: 'paid', amountDue: usd(0) });
    expect(await owed()).toBe(0n);
  });

  test('pays the invoice that it names, and no more than is due of that one', async () => {
    const older = await billed(30_00);
    const named = await billed(50_00);
    expect(await record(60_00, { invoiceId: named })).toEqual({ outcome: 'exceeds_owed', owed: usd(50_00) });
    await recorded(50_00, { invoiceId: named });
    expect(await invoice(named)).toMatchObject({ status: 'paid' });
    expect(await invoice(older)).toMatchObject({ paid: usd(0) });
    expect(await record(1, { invoiceId: named })).toEqual({ outcome: 'invoice_not_open', status: 'paid' });
    expect(await record(1, { invoiceId: 'inv_none' })).toEqual({ outcome: 'invoice_not_found' });
  });

  test('is never more than what is owed', async () => {
    expect(await record(1)).toEqual({ outcome: 'exceeds_owed', owed: usd(0) });
    await billed(30_00);
    await deliver(12_00);
    expect(await record(42_01)).toEqual({ outcome: 'exceeds_owed', owed: usd(42_00) });
    expect(await owed()).toBe(42_00n);
  });

  test('for leads that are on no invoice yet is taken off the next one', async () => {
    await deliver(30_00);
    expect(await recorded(10_00)).toMatchObject({ allocations: [], unallocated: usd(10_00) });
    expect(await owed()).toBe(20_00n);
    const next = await billed(5_00);
    expect(await invoice(next)).toMatchObject({ amount: usd(25_00), amountDue: usd(25_00) });
  });

  test('is recorded once under one key, whatever is owed by then', async () => {
    await billed(30_00);
    const first = await recorded(30_00, keyed('k1', 'body'));
    expect(await record(30_00, keyed('k1', 'body'))).toMatchObject({
      outcome: 'recorded',
      replayed: true,
      payment: { id: first.id },
    });
    expect(await record(20_00, keyed('k1', 'other'))).toEqual({ outcome: 'idempotency_key_reused' });
    expect(await owed()).toBe(0n);
  });

  test('is recorded once when the same key comes twenty times at once', async () => {
    await billed(30_00);
    const answers = await Promise.all(Array.from({ length: 20 }, () => record(30_00, keyed('k2'))));
    const ids = answers.map((answer) => (answer.outcome === 'recorded' ? answer.payment.id : answer.outcome));
    expect(new Set(ids).size).toBe(1);
    expect(await owed()).toBe(0n);
  });

  test('is recorded as far as it is owed when two people type it in at once', async () => {
    const id = await billed(30_00);
    const answers = await Promise.all(['a', 'b', 'c'].map((key) => record(20_00, keyed(`race-${key}`))));
    expect(answers.filter(({ outcome }) => outcome === 'recorded')).toHaveLength(1);
    expect(answers.filter(({ outcome }) => outcome === 'exceeds_owed')).toHaveLength(2);
    expect(await owed()).toBe(10_00n);
    expect(await invoice(id)).toMatchObject({ paid: usd(20_00) });
  });

  test('is counted right while leads are delivered and a period is closed at the same moment', async () => {
    await billed(50_00);
    const { accountId } = scenario;
    await Promise.all([
      ...Array.from({ length: 5 }, () => deliver(10_00)),
      ...Array.from({ length: 5 }, (_, n) => record(10_00, keyed(`storm-${n}`))),
      ledger.invoices.closeNow({ accountId, buyerId }, tester),
    ]);
    expect(await owed()).toBe(50_00n);
  });

  test('needs the currency and the buyer to be right', async () => {
    await billed(30_00);
    const euros = { amountMinor: 10_00n, currency: 'EUR' } as const;
    expect(await record(0, { amount: euros })).toEqual({ outcome: 'currency_mismatch', expected: 'USD' });
    const other = await openScenario(ledger);
    expect(await record(10_00, { accountId: other.accountId })).toEqual({ outcome: 'buyer_not_found' });
    expect(await ledger.receivablePayments.list(other.accountId, buyerId, { limit: 10 })).toBeNull();
  });

  test('cannot pay what a wallet buyer owes on trust, which is still being collected', async () => {
    const wallet = await scenario.buyer();
    expect(await record(1_00, { buyerId: wallet.id })).toEqual({ outcome: 'exceeds_owed', owed: usd(0) });
  });
});

describe('a mistyped payment', () => {
  test('is taken back as a whole, and the invoices are open again', async () => {
    const first = await billed(30_00);
    const second = await billed(50_00);
    const { id } = await recorded(40_00);
    expect(await reverse(id)).toMatchObject({
      outcome: 'reversed',
      payment: { id, reversed: { reason: 'typed wrong', by: 'test' }, allocations: [] },
    });
    expect(await owed()).toBe(80_00n);
    expect(await invoice(first)).toMatchObject({ paid: usd(0), amountDue: usd(30_00), endedAt: null });
    expect(await invoice(second)).toMatchObject({ paid: usd(0), amountDue: usd(50_00) });
    // Again: the same answer, and nothing is moved.
    expect(await reverse(id)).toMatchObject({ outcome: 'reversed', payment: { id } });
    expect(await owed()).toBe(80_00n);
    await recorded(80_00);
    expect(await owed()).toBe(0n);
  });

  test('had ended the pause for an overdue invoice, which is there again', async () => {
    const id = await billed(30_00);
    const dueAt = await ledger.invoices.setDue(id, new Date());
    await ledger.invoices.markIssued(id, null, new Date());
    await ledger.invoices.markOverdue(id, dueAt);
    const standing = async () => {
      const buyer = await ledger.buyers.get(scenario.accountId, buyerId);
      return buyer?.pauseReasons.map(({ reason }) => reason);
    };
    expect(await standing()).toEqual(['invoice_overdue']);
    await recorded(10_00);
    expect(await standing()).toEqual(['invoice_overdue']);
    const { id: paymentId } = await recorded(20_00);
    expect(await standing()).toEqual([]);
    await reverse(paymentId);
    expect(await standing()).toEqual(['invoice_overdue']);
    await reverse(paymentId);
    await recorded(20_00);
    expect(await standing()).toEqual([]);
  });

  test('is taken back once by two at the same moment', async () => {
    await billed(30_00);
    const { id } = await recorded(30_00);
    await Promise.all([reverse(id), reverse(id), reverse(id)]);
    expect(await owed()).toBe(30_00n);
  });

  test('stays when what was paid ahead is on an invoice already', async () => {
    await deliver(30_00);
    const { id } = await recorded(10_00);
    await billed(5_00);
    expect(await reverse(id)).toEqual({ outcome: 'not_reversible', because: 'on_next_invoice' });
    expect(await owed()).toBe(25_00n);
  });

  test('is found in its own account only', async () => {
    await billed(30_00);
    const { id } = await recorded(30_00);
    const { accountId } = await openScenario(ledger);
    const input = { accountId, paymentId: id, reason: 'not mine' };
    expect(await ledger.receivablePayments.reverse(input, tester)).toEqual({ outcome: 'payment_not_found' });
    expect(await ledger.receivablePayments.get(accountId, id)).toBeNull();
  });
});

test('the payments of a buyer are listed newest first, each as the one payment that it was', async () => {
  await billed(30_00);
  await billed(50_00);
  const over = await recorded(40_00);
  const rest = await recorded(40_00);
  const page = await ledger.receivablePayments.list(scenario.accountId, buyerId, { limit: 10 });
  expect(page?.items.map(({ id }) => id)).toEqual([rest.id, over.id]);
  expect(await ledger.receivablePayments.get(scenario.accountId, over.id)).toEqual(over);
});
