import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
let buyer: { id: string };
let path: string;
beforeAll(async () => {
  api = await startTestApi();
  const billing = { mechanism: 'net_terms', creditLimit: usd(100_000), termsDays: 14 };
  buyer = await createBuyer(api.http, { name: 'Żółć شركة 東京', billing });
  path = `/v1/buyers/${buyer.id}/statement`;
  for (const leadId of ['lead-1', '=cmd|1'])
    await api.http.post('/v1/deliveries', { buyerId: buyer.id, leadId, price: usd(2_500) });
});
afterAll(() => api.close());

describe('GET /v1/buyers/:buyerId/statement', () => {
  it('shows what is owed as positive, from the opening to the closing', async () => {
    const { status, body } = await api.http.get(path);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      buyerId: buyer.id,
      buyerName: 'Żółć شركة 東京',
      opening: usd(0),
      closing: usd(5_000),
      totals: [{ type: 'delivery', count: 2, amount: usd(5_000) }],
    });
    expect(body.lines[1]).toMatchObject({ amount: usd(2_500), owedAfter: usd(5_000), leadId: '=cmd|1' });
  });

  it('is CSV and PDF too, the same for ever once the period has ended', async () => {
    const to = new Date().toISOString();
    const csv = await api.http.get(`${path}?to=${to}&format=csv`);
    const pdf = await api.http.get(`${path}?to=${to}&format=pdf`);
    expect(csv.text.split('\r\n')[0]).toBe(
      'at,type,amount,owed,currency,description,lead_id,delivery_id,invoice_id,payment_id,version',
    );
    expect(csv.text).toContain(",delivery,25.00,50.00,USD,Lead =cmd|1 delivered,'=cmd|1,");
    expect(pdf.headers.get('Content-Type')).toBe('application/pdf');
    expect(pdf.headers.get('Content-Disposition')).toMatch(/statement-buy_\w+-[\d-]+\.pdf"$/);
    await api.http.patch(`/v1/buyers/${buyer.id}`, { name: 'Renamed' });
    await api.http.post('/v1/deliveries', { buyerId: buyer.id, leadId: 'later', price: usd(100) });
    expect((await api.http.get(`${path}?to=${to}&format=csv`)).text).toBe(csv.text);
    expect((await api.http.get(`${path}?to=${to}&format=pdf`)).text).toBe(pdf.text);
  });

  it('in a currency in which nothing was ever owed is empty', async () => {
    const { body } = await api.http.get(`${path}?currency=EUR`);
    expect(body).toMatchObject({ lines: [], closing: { amount: 0, currency: 'EUR' } });
  });

  it('shows nothing to others', async () => {
    expect((await (await api.openAgency()).http.get(path)).status).toBe(404);
  });
});
