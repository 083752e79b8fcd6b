import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

async function billed(mechanism: 'net_terms' | 'manual' = 'net_terms') {
  const billing = { mechanism, creditLimit: usd(100_00), termsDays: 30, invoicePeriod: 'weekly' };
  const buyer = await createBuyer(api.http, { name: 'Lone Star Roofing', billing });
  let leads = 0;
  return {
    id: String(buyer.id),
    deliver: (amount: number) =>
      api.http.post('/v1/deliveries', {
        buyerId: buyer.id,
        leadId: `lead-${buyer.id}-${++leads}`,
        price: usd(amount),
      }),
    close: () => api.http.post(`/v1/buyers/${buyer.id}/close-period`, {}),
    receivable: async () => (await api.http.get(`/v1/buyers/${buyer.id}/receivable`)).body,
  };
}

describe('what a buyer on terms owes', () => {
  it('is shown with what is unbilled, what is on invoices, and what is left of the limit', async () => {
    const buyer = await billed();
    expect((await buyer.deliver(60_00)).body).toMatchObject({ outcome: 'delivered', fundedBy: 'credit' });
    expect(await buyer.receivable()).toMatchObject({
      owed: usd(60_00),
      unbilled: usd(60_00),
      openInvoices: [],
      trust: usd(0),
      creditLimit: usd(100_00),
      creditLeft: usd(40_00),
      nextCloseAt: expect.stringMatching(/T00:00:00/),
    });
    const refused = await buyer.deliver(40_01);
    expect([refused.status, refused.body.code]).toEqual([402, 'credit_limit_reached']);
  });

  it('is billed at once when asked for, and nothing twice', async () => {
    const buyer = await billed();
    await buyer.deliver(25_00);
    await buyer.deliver(15_00);
    const { status, body } = await buyer.close();
    expect([status, body.outcome]).toEqual([200, 'invoiced']);
    expect(body.invoice).toMatchObject({
      kind: 'net_terms',
      buyerId: buyer.id,
      buyerName: 'Lone Star Roofing',
      period: expect.stringMatching(/^\d{4}-W\d{2}\.1$/),
      status: 'draft',
      amount: usd(40_00),
      amountDue: usd(40_00),
      lines: [{ leads: 2, amount: usd(40_00) }],
      payments: [],
      creditNotes: [],
      workflow: { id: `invoice:${buyer.id}:${body.invoice.period}` },
    });
    expect(body.invoice.workflowUrl).toContain('/workflows/');
    expect((await buyer.close()).body).toEqual({ outcome: 'nothing_to_bill', invoice: null });
    expect(await buyer.receivable()).toMatchObject({
      unbilled: usd(0),
      openInvoices: [{ id: body.invoice.id }],
    });
    expect((await api.http.get(`/v1/invoices/${body.invoice.id}`)).body).toEqual(body.invoice);
  });
});

describe('invoices', () => {
  it('are listed newest first, by buyer, kind and status, page by page', async () => {
    const buyer = await billed('manual');
    const ids: string[] = [];
    for (const amount of [1_00, 2_00, 3_00]) {
      await buyer.deliver(amount);
      ids.unshift((await buyer.close()).body.invoice.id);
    }
    const list = async (query: string) =>
      (await api.http.get(`/v1/invoices?buyerId=${buyer.id}${query}`)).body;
    const idsOf = ({ data }: { data: { id: string }[] }) => data.map(({ id }) => id);
    expect(idsOf(await list(''))).toEqual(ids);
    const first = await list('&limit=2');
    expect(idsOf(first)).toEqual(ids.slice(0, 2));
    expect(idsOf(await list(`&limit=2&cursor=${first.nextCursor}`))).toEqual(ids.slice(2));
    expect(idsOf(await list('&kind=net_terms'))).toEqual([]);
    expect(idsOf(await list('&kind=manual&status=draft'))).toHaveLength(3);
    expect(idsOf(await list('&status=paid'))).toEqual([]);
  });

  it('are acted on by their process alone: where it does not answer, nothing has happened', async () => {
    const buyer = await billed();
    await buyer.deliver(10_00);
    const { invoice } = (await buyer.close()).body;
    for (const action of ['void', 'write-off']) {
      const answer = await api.http.post(`/v1/invoices/${invoice.id}/${action}`, { reason: 'a mistake' });
      expect([answer.status, answer.body.code]).toEqual([503, 'unavailable']);
    }
    expect((await api.http.post(`/v1/invoices/${invoice.id}/pay`, {})).body.code).toBe('unavailable');
    expect((await api.http.get(`/v1/invoices/${invoice.id}`)).body).toEqual(invoice);
    const missing = await api.http.post(`/v1/invoices/${invoice.id}/void`, {});
    expect([missing.status, missing.body.code]).toEqual([400, 'validation_failed']);
  });
});
