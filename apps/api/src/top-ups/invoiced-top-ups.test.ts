import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const save = (body: unknown) => api.http.put('/v1/settings/billing', body);

describe('the setting for invoices of top-ups', () => {
  it('is off by default, and is kept', async () => {
    expect((await api.http.get('/v1/settings/billing')).body).toMatchObject({
      invoiceTopUps: false,
      topUpTax: 'none',
    });
    expect((await save({ invoiceTopUps: true })).body.invoiceTopUps).toBe(true);
    expect((await save({ residue: usd(100) })).body.invoiceTopUps).toBe(true);
    expect((await save({ invoiceTopUps: false, topUpTax: 'none' })).body.invoiceTopUps).toBe(false);
  });

  it('refuses to tax top-ups, in words', async () => {
    const answer = await save({ topUpTax: 'exclusive', invoiceTopUps: true });
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    expect(answer.body.errors).toMatchObject([
      { field: 'topUpTax', message: expect.stringContaining('cannot be taxed yet') },
    ]);
    expect((await api.http.get('/v1/settings/billing')).body.invoiceTopUps).toBe(false);
  });

  it('can be another one for a buyer, and is inherited again with null', async () => {
    const buyer = await createBuyer(api.http, { billing: { invoiceTopUps: true } });
    expect(buyer.billing.invoiceTopUps).toBe(true);
    const patch = (invoiceTopUps: boolean | null) =>
      api.http.patch(`/v1/buyers/${buyer.id}`, { billing: { invoiceTopUps } });
    expect((await patch(false)).body.billing.invoiceTopUps).toBe(false);
    expect((await patch(null)).body.billing.invoiceTopUps).toBeNull();
    const other = await api.http.patch(`/v1/buyers/${buyer.id}`, { billing: { notifyBuyer: true } });
    expect(other.body.billing.invoiceTopUps).toBeNull();
  });
});

describe('a top-up with an invoice', () => {
  it('is shown with it once it is credited, until then without', async () => {
    const buyer = await createBuyer(api.http);
    await api.http.post(`/v1/buyers/${buyer.id}/payment-methods`, { testCard: 'pm_card_visa' });
    const body = { amount: usd(25_000), funding: 'buyer_card', invoice: true };
    const { body: topUp } = await api.http.post(`/v1/wallets/${buyer.walletId}/top-ups`, body);
    expect(topUp).toMatchObject({ status: 'pending', invoice: null, tax: usd(0) });

    const paid = await api.ledger.topUps.credit(topUp.id, {
      paymentIntentId: 'pi_1',
      stripeChargeId: 'ch_1',
    });
    const read = async () => (await api.http.get(`/v1/top-ups/${topUp.id}`)).body;
    const waiting = { status: 'draft', number: null, hostedUrl: null, pdfUrl: null };
    expect(await read()).toMatchObject({ status: 'succeeded', invoice: waiting });
    const made = { number: 'ACME-1', hostedUrl: 'https://in.example/1', pdfUrl: 'https://in.example/1.pdf' };
    await api.ledger.topUpInvoices.markPaid(paid.invoice?.id ?? '', made);
    expect((await read()).invoice).toEqual({ id: paid.invoice?.id, status: 'paid', ...made });
    const { data } = (await api.http.get('/v1/invoices?kind=top_up')).body;
    expect(data).toMatchObject([{ topUpId: topUp.id, status: 'paid', amountDue: usd(0) }]);
    expect(await api.ledger.checkInvariants()).toEqual([]);
  });

  it('is only possible where a card pays', async () => {
    const buyer = await createBuyer(api.http);
    const body = { amount: usd(25_000), funding: 'external', reference: 'wire', invoice: true };
    const answer = await api.http.post(`/v1/wallets/${buyer.walletId}/top-ups`, body);
    expect([answer.status, answer.body.errors[0].field]).toEqual([400, 'invoice']);
  });
});
