import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterEach(async () => {
  expect(await api.ledger.checkInvariants()).toEqual([]);
});
afterAll(() => api.close());

/** A buyer on manual billing that owes this much, on an invoice. */
async function owing(amount: number) {
  const buyer = await createBuyer(api.http, { billing: { mechanism: 'manual' } });
  const lead = { buyerId: buyer.id, leadId: `lead-${buyer.id}`, price: usd(amount) };
  expect((await api.http.post('/v1/deliveries', lead)).status).toBe(201);
  const closed = await api.http.post(`/v1/buyers/${buyer.id}/close-period`);
  expect(closed.body).toMatchObject({ outcome: 'invoiced', invoice: { kind: 'manual' } });
  return { buyerId: String(buyer.id), invoiceId: String(closed.body.invoice.id) };
}

const pay = (buyerId: string, body: Record<string, unknown>, key?: string) =>
  api.http.post(
    `/v1/buyers/${buyerId}/payments`,
    { reference: 'wire 7', ...body },
    key === undefined ? {} : { 'Idempotency-Key': key },
  );

describe('POST /v1/buyers/:id/payments', () => {
  it('records money received, and closes the invoice that it pays', async () => {
    const { buyerId, invoiceId } = await owing(30_00);
    const part = await pay(buyerId, { amount: usd(10_00), receivedAt: '2026-01-02T10:00:00+01:00' });
    expect(part.status).toBe(201);
    expect(part.body).toMatchObject({
      amount: usd(10_00),
      source: 'outside',
      reference: 'wire 7',
      receivedAt: '2026-01-02T09:00:00.000Z',
      recordedBy: 'API key test',
      invoiceId,
      allocations: [{ invoiceId, amount: usd(10_00) }],
      unallocated: usd(0),
      reversed: null,
    });
    await pay(buyerId, { amount: usd(20_00), invoiceId });
    const invoice = await api.http.get(`/v1/invoices/${invoiceId}`);
    expect(invoice.body).toMatchObject({ status: 'paid', amountDue: usd(0) });
    expect(invoice.body.payments).toHaveLength(2);
    const { data } = (await api.http.get(`/v1/buyers/${buyerId}/payments`)).body;
    expect(data).toMatchObject([{ amount: usd(20_00) }, { id: part.body.id }]);
    expect((await api.http.get(`/v1/payments/${part.body.id}`)).body).toEqual(data[1]);
  });

  it('refuses more than what is owed, and says how much that is', async () => {
    const { buyerId } = await owing(30_00);
    const answer = await pay(buyerId, { amount: usd(30_01) });
    expect([answer.status, answer.body.code]).toEqual([422, 'payment_exceeds_owed']);
    expect(answer.body.errors[0].message).toBe('is more than what is owed: $30.00');
    const stranger = await createBuyer(api.http);
    const nothing = await pay(stranger.id, { amount: usd(1) });
    expect(nothing.body.errors[0].message).toContain('nothing is owed on account');
  });

  it('answers the same payment to the same key, and refuses the key for another', async () => {
    const { buyerId } = await owing(30_00);
    const first = await pay(buyerId, { amount: usd(30_00) }, 'key-1');
    const again = await pay(buyerId, { amount: usd(30_00) }, 'key-1');
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
    const other = await pay(buyerId, { amount: usd(29_00) }, 'key-1');
    expect([other.status, other.body.code]).toEqual([409, 'idempotency_key_reused']);
  });

  it('needs a reference, a past date and the right currency', async () => {
    const { buyerId } = await owing(30_00);
    const amount = usd(10_00);
    expect((await pay(buyerId, { amount, reference: '' })).status).toBe(400);
    const future = await pay(buyerId, { amount, receivedAt: '2099-01-01T00:00:00Z' });
    expect(future.body.errors[0]).toMatchObject({ field: 'receivedAt' });
    const euros = await pay(buyerId, { amount: { amount: 10_00, currency: 'EUR' } });
    expect([euros.status, euros.body.code]).toEqual([422, 'currency_mismatch']);
  });
});

describe('POST /v1/payments/:id/reverse', () => {
  it('opens the invoice again, however often it is asked for', async () => {
    const { buyerId, invoiceId } = await owing(30_00);
    const { body } = await pay(buyerId, { amount: usd(30_00) });
    for (const _ of [1, 2]) {
      const answer = await api.http.post(`/v1/payments/${body.id}/reverse`, { reason: 'another buyer’s' });
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({
        allocations: [],
        reversed: { reason: 'another buyer’s', by: 'API key test' },
      });
    }
    const receivable = await api.http.get(`/v1/buyers/${buyerId}/receivable`);
    expect(receivable.body).toMatchObject({ owed: usd(30_00), openInvoices: [{ id: invoiceId }] });
  });

  it('says why it cannot, where what was paid ahead is on an invoice', async () => {
    const buyer = await createBuyer(api.http, { billing: { mechanism: 'manual' } });
    const deliver = (leadId: string) =>
      api.http.post('/v1/deliveries', { buyerId: buyer.id, leadId, price: usd(30_00) });
    await deliver(`a-${buyer.id}`);
    const { body } = await pay(buyer.id, { amount: usd(10_00) });
    await api.http.post(`/v1/buyers/${buyer.id}/close-period`);
    const answer = await api.http.post(`/v1/payments/${body.id}/reverse`, { reason: 'typed wrong' });
    expect([answer.status, answer.body.code]).toEqual([409, 'state_conflict']);
    expect(answer.body.detail).toContain('taken off an invoice already');
  });
});
