import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBuyer, createFundedBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
let acme: { id: string };
let broke: { id: string };
beforeAll(async () => {
  api = await startTestApi();
  acme = await createFundedBuyer(api.http, 10_000, { externalId: '=acme' });
  broke = await createBuyer(api.http, { name: 'Broke' });
  const labels = { campaign: 'solar "roof"', city: 'Austin, TX' };
  await api.http.post('/v1/deliveries', { buyerId: acme.id, leadId: '=cmd|1', price: usd(2_500), labels });
  await api.http.post('/v1/deliveries', { buyerId: acme.id, leadId: 'l-2', price: usd(2_500) });
  await api.http.post('/v1/deliveries', { buyerId: broke.id, leadId: 'l-3', price: usd(2_500) });
});
afterAll(() => api.close());

const PATH = '/v1/deliveries/export.csv';
const rowsOf = (text: string) => text.trimEnd().split('\r\n');

describe('GET /v1/deliveries/export.csv', () => {
  it('has a row for each delivery and refusal, in the order in which they came', async () => {
    const answer = await api.http.get(PATH);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('Content-Disposition')).toMatch(/filename="deliveries-.*\.csv"/);
    const [header, first, second, third, ...more] = rowsOf(answer.text);
    expect(header).toBe(
      'delivery_id,at,decided_at,buyer_id,buyer_external_id,wallet_id,lead_id,outcome,refusal_code,price,currency,' +
        'funded_by,funding_reason,balance_after,returned_at,return_code,return_note,hold_id,charge_id,labels',
    );
    expect(first).toContain(`,${acme.id},'=acme,`);
    expect(first).toContain(",'=cmd|1,delivered,,25.00,USD,wallet,,75.00,");
    expect(first).toContain(',"{""city"":""Austin, TX"",""campaign"":');
    expect(second).toContain(',l-2,delivered,,25.00,USD,wallet,,50.00,');
    expect(third).toContain(',l-3,refused,insufficient_funds,25.00,USD,,,');
    expect(more).toEqual([]);
  });

  it('keeps to the period and to the buyer', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const count = async (query: string) => rowsOf((await api.http.get(`${PATH}?${query}`)).text).length - 1;
    expect(await count(`from=${today}&to=${today}`)).toBe(3);
    expect(await count(`buyerId=${broke.id}`)).toBe(1);
    expect(await count('from=2020-01-01&to=2020-12-31')).toBe(0);
  });

  it('shows nothing of others, and says what it cannot do', async () => {
    const other = await api.openAgency();
    expect(rowsOf((await other.http.get(PATH)).text)).toHaveLength(1);
    expect((await other.http.get(`${PATH}?buyerId=${acme.id}`)).status).toBe(404);
    expect((await api.http.get(`${PATH}?from=yesterday`)).body.code).toBe('validation_failed');
  });
});
