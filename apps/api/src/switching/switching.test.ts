import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBuyer, createFundedBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const preview = (buyerId: string, query: string) => api.http.get(`/v1/buyers/${buyerId}/switch?${query}`);
const confirm = (buyerId: string, body: object) => api.http.post(`/v1/buyers/${buyerId}/switch`, body);

describe('GET /v1/buyers/:buyerId/switch', () => {
  it('lists what is open in words, and what is missing', async () => {
    const buyer = await createFundedBuyer(api.http, 10_000);
    const { status, body } = await preview(buyer.id, 'mechanism=net_terms');
    expect([status, body.allowed, body.reasons]).toEqual([200, true, []]);
    expect(body.open.map((item: { words: string }) => item.words)).toEqual([
      '$100.00 in the wallet that it draws on now. It stays in the wallet and can be refunded, or used again after switching back.',
    ]);
    expect(body.warnings).toEqual(['The buyer has no credit limit: every lead is refused until it has one.']);
    expect(body.to).toMatchObject({ mechanism: 'net_terms', walletId: buyer.walletId });
  });

  it('names what is wrong with a question', async () => {
    const buyer = await createBuyer(api.http);
    const other = await createBuyer(api.http);
    const answers = await Promise.all([
      preview(buyer.id, 'mechanism=barter'),
      preview(buyer.id, 'walletId=wal_unknown'),
      preview(buyer.id, `walletId=${other.walletId}`),
      preview(buyer.id, `walletId=${buyer.walletId}&currency=EUR`),
      (await api.openAgency()).http.get(`/v1/buyers/${buyer.id}/switch?mechanism=manual`),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [400, 'validation_failed'],
      [404, 'not_found'],
      [400, 'validation_failed'],
      [422, 'currency_mismatch'],
      [404, 'not_found'],
    ]);
  });
});

describe('POST /v1/buyers/:buyerId/switch', () => {
  it('moves a buyer and its balance to a shared wallet, and repeats without moving twice', async () => {
    const buyer = await createFundedBuyer(api.http, 5_000);
    const pool = (await api.http.post('/v1/wallets', { owner: 'account', currency: 'USD', name: 'Pool' }))
      .body;
    const seen = (await preview(buyer.id, `walletId=${pool.id}&moveBalance=true`)).body;
    expect(seen.moves).toEqual(usd(5_000));
    const order = { walletId: pool.id, moveBalance: true, previewToken: seen.previewToken };
    const done = await confirm(buyer.id, order);
    expect(done.body).toMatchObject({
      changed: true,
      moved: usd(5_000),
      buyer: { walletId: pool.id, wallet: { owner: 'account', available: usd(5_000) } },
    });
    expect((await confirm(buyer.id, order)).body).toMatchObject({ changed: false, moved: null });
    const entries = (await api.http.get(`/v1/wallets/${pool.id}/entries`)).body.data;
    expect(entries).toMatchObject([
      { type: 'transfer', description: 'Balance moved in from another wallet' },
    ]);
  });

  it('sets what the new mechanism needs in the same step', async () => {
    const buyer = await createBuyer(api.http);
    const { previewToken } = (await preview(buyer.id, 'mechanism=net_terms')).body;
    const billing = { creditLimit: usd(100_000), termsDays: 14, invoicePeriod: 'weekly' };
    const done = await confirm(buyer.id, { mechanism: 'net_terms', billing, previewToken });
    expect(done.body.buyer.billing).toMatchObject({ mechanism: 'net_terms', ...billing });
    const lead = { buyerId: buyer.id, leadId: 'l', price: usd(2_500) };
    expect((await api.http.post('/v1/deliveries', lead)).body).toMatchObject({ fundedBy: 'credit' });
  });

  it('answers with the list as it is now when something else is open than what was confirmed', async () => {
    const buyer = await createBuyer(api.http);
    const { previewToken } = (await preview(buyer.id, 'mechanism=manual')).body;
    await api.http.post(`/v1/buyers/${buyer.id}/pause`, { note: 'on holiday' });
    const answer = await confirm(buyer.id, { mechanism: 'manual', previewToken });
    expect([answer.status, answer.body.code]).toEqual([409, 'state_conflict']);
    expect(answer.body.preview.open).toMatchObject([{ kind: 'pauses', effect: 'stays' }]);
    const again = { mechanism: 'manual', previewToken: answer.body.preview.previewToken };
    expect((await confirm(buyer.id, again)).status).toBe(200);
  });

  it('refuses a currency while holds are open in the old one, and says so', async () => {
    const buyer = await createFundedBuyer(api.http, 5_000);
    await api.http.post('/v1/holds', { buyerId: buyer.id, amount: usd(1_000) });
    const seen = (await preview(buyer.id, 'currency=EUR')).body;
    expect(seen.reasons).toEqual([
      'One open hold ($10.00). Capture or release them: they are in the old currency.',
    ]);
    const answer = await confirm(buyer.id, { currency: 'EUR', previewToken: seen.previewToken });
    expect([answer.status, answer.body.code]).toEqual([409, 'state_conflict']);
  });
});

describe('PATCH /v1/buyers/:buyerId', () => {
  it('changes the mechanism by the same rules, and writes it down as a switch', async () => {
    const buyer = await createBuyer(api.http);
    const patched = await api.http.patch(`/v1/buyers/${buyer.id}`, {
      billing: { mechanism: 'manual', returnWindowDays: 7 },
    });
    expect(patched.body.billing).toMatchObject({ mechanism: 'manual', returnWindowDays: 7 });
    const lead = { buyerId: buyer.id, leadId: 'l', price: usd(2_500) };
    expect((await api.http.post('/v1/deliveries', lead)).body).toMatchObject({ fundedBy: 'manual' });
    await api.http.patch(`/v1/buyers/${buyer.id}`, { billing: { mechanism: 'wallet' } });
    const invoices = (await preview(buyer.id, 'mechanism=manual')).body.open;
    expect(invoices).toMatchObject([
      { kind: 'invoices', effect: 'stays', amount: usd(2_500) },
      { kind: 'returns', effect: 'stays', count: 1 },
    ]);
  });
});
