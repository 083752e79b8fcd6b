import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFundedBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
let path: string;
let buyer: { id: string; walletId: string };
beforeAll(async () => {
  api = await startTestApi();
  buyer = await createFundedBuyer(api.http, 10_000);
  path = `/v1/wallets/${buyer.walletId}/statement`;
  for (const leadId of ['lead-1', '=cmd|1', 'a "b", c'])
    await api.http.post('/v1/deliveries', { buyerId: buyer.id, leadId, price: usd(2_500) });
});
afterAll(() => api.close());

/** The bytes of a file. */
async function fileOf(url: string): Promise<Buffer> {
  const answer = await fetch(api.url + url, { headers: { Authorization: `Bearer ${api.apiKey}` } });
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

describe('GET /v1/wallets/:walletId/statement', () => {
  it('leads from the opening to the closing, line by line', async () => {
    const { status, body } = await api.http.get(path);
    expect(status).toBe(200);
    expect(body.lines.map(({ amount }: { amount: { amount: number } }) => amount.amount)).toEqual([
      10_000, -2_500, -2_500, -2_500,
    ]);
    expect(body).toMatchObject({ walletId: buyer.walletId, opening: usd(0), closing: usd(2_500) });
    expect(body.lines.at(-1)).toMatchObject({ balanceAfter: body.closing, leadId: 'a "b", c' });
  });

  it('is cut at an instant so that nothing is in both parts or in none', async () => {
    const all = (await api.http.get(path)).body;
    const middle = all.lines[2].at;
    const [before, after] = await Promise.all([
      api.http.get(`${path}?to=${middle}`),
      api.http.get(`${path}?from=${middle}`),
    ]);
    expect(before.body.closing).toEqual(after.body.opening);
    expect([...before.body.lines, ...after.body.lines]).toEqual(all.lines);
  });

  it('answers the same for a period that has ended, whatever comes later', async () => {
    const to = new Date().toISOString();
    const first = await api.http.get(`${path}?to=${to}`);
    const csv = await api.http.get(`${path}?to=${to}&format=csv`);
    expect(first.body.final).toBe(true);
    await api.http.post('/v1/deliveries', { buyerId: buyer.id, leadId: 'late', price: usd(100) });
    expect((await api.http.get(`${path}?to=${to}`)).text).toBe(first.text);
    expect((await api.http.get(`${path}?to=${to}&format=csv`)).text).toBe(csv.text);
  });

  it('is the same PDF, byte for byte, for a period that has ended, also when a buyer is renamed later', async () => {
    const to = new Date().toISOString();
    const [pdf, csv, json] = await Promise.all([
      fileOf(`${path}?to=${to}&format=pdf`),
      fileOf(`${path}?to=${to}&format=csv`),
      fileOf(`${path}?to=${to}`),
    ]);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(csv.toString()).toContain(',Acme Solar,');
    await api.http.patch(`/v1/buyers/${buyer.id}`, { name: 'Acme Solar & Sons' });
    await api.http.post('/v1/deliveries', { buyerId: buyer.id, leadId: 'later', price: usd(100) });
    expect(await fileOf(`${path}?to=${to}&format=pdf`)).toEqual(pdf);
    expect(await fileOf(`${path}?to=${to}&format=csv`)).toEqual(csv);
    expect(await fileOf(`${path}?to=${to}`)).toEqual(json);
    expect((await fileOf(`${path}?format=csv`)).toString()).toContain(',Acme Solar & Sons,');
  });

  it('names the buyers of its lines, and adds up what each type of line came to', async () => {
    const { body } = await api.http.get(path);
    expect(body).toMatchObject({ accountName: 'Test Agency', timeZone: 'UTC', walletName: null });
    expect(body.buyers).toEqual([{ id: buyer.id, name: 'Acme Solar & Sons' }]);
    expect(body.totals.map(({ type }: { type: string }) => type)).toEqual(['external_credit', 'delivery']);
    const sum = body.totals.reduce(
      (total: number, { amount }: { amount: { amount: number } }) => total + amount.amount,
      0,
    );
    expect(body.opening.amount + sum).toBe(body.closing.amount);
  });

  it('takes days of the account', async () => {
    const day = new Date().toISOString().slice(0, 10);
    expect((await api.http.get(`${path}?from=2026-01-01&to=${day}`)).body).toMatchObject({
      from: '2026-01-01T00:00:00.000Z',
      opening: usd(0),
      final: false,
    });
  });

  it('is CSV with a header, in which no lead id is run as a formula', async () => {
    const answer = await api.http.get(`${path}?format=csv`);
    expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('Content-Disposition')).toContain(`statement-${buyer.walletId}`);
    const rows = answer.text.trimEnd().split('\r\n');
    expect(rows[0]).toBe(
      'at,type,amount,balance,currency,description,lead_id,buyer_id,delivery_id,top_up_id,version,buyer_name,payer,card_brand,card_last4',
    );
    expect(rows[1]).toContain(',opening,,0.00,USD,');
    expect(rows[3]).toContain(',delivery,-25.00,75.00,USD,');
    expect(rows[4]).toContain(",'=cmd|1,");
    expect(rows[5]).toContain(',"a ""b"", c",');
    expect(rows.at(-1)).toContain(',closing,,');
  });

  it('says what it cannot do, and shows nothing to others', async () => {
    const answers = await Promise.all([
      api.http.get(`${path}?format=xls`),
      api.http.get(`${path}?from=yesterday`),
      api.http.get(`${path}?from=2026-11-02&to=2026-11-01T00:00:00Z`),
      (await api.openAgency()).http.get(path),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [400, 'validation_failed'],
      [400, 'validation_failed'],
      [400, 'validation_failed'],
      [404, 'not_found'],
    ]);
    expect(answers[0]?.body.errors[0]).toMatchObject({
      field: 'format',
      message: 'must be json, csv or pdf',
    });
  });
});
