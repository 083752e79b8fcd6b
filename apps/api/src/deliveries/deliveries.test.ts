import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCredit, availableOf, createBuyer, createFundedBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const deliver = (body: unknown, headers?: Record<string, string>) =>
  api.http.post('/v1/deliveries', body, headers);

describe('POST /v1/deliveries', () => {
  it('draws the price from the wallet', async () => {
    const buyer = await createFundedBuyer(api.http, 25_000);
    const answer = await deliver({ buyerId: buyer.id, leadId: 'lead-1', price: usd(2_500) });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      outcome: 'delivered',
      fundedBy: 'wallet',
      balance: usd(22_500),
      leadId: 'lead-1',
    });
    expect(await availableOf(api.http, buyer.walletId)).toBe(22_500);
    expect((await api.http.get(`/v1/deliveries/${answer.body.id}`)).body).toEqual(answer.body);
  });

  it('answers the same delivery for the same lead and takes nothing', async () => {
    const buyer = await createFundedBuyer(api.http, 10_000, { externalId: 'same-lead' });
    const first = await deliver({ buyerId: buyer.id, leadId: 'lead-1', price: usd(2_500) });
    const again = await deliver({ externalBuyerId: 'same-lead', leadId: 'lead-1', price: usd(2_500) });
    expect(again.status).toBe(201);
    expect(again.body.id).toBe(first.body.id);
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
    expect(await availableOf(api.http, buyer.walletId)).toBe(7_500);
  });

  it('refuses a lead that the wallet cannot pay for, and says what would help', async () => {
    const buyer = await createFundedBuyer(api.http, 10_000);
    const answer = await deliver({ buyerId: buyer.id, leadId: 'lead-1', price: usd(99_900) });
    expect(answer.status).toBe(402);
    expect(answer.headers.get('Content-Type')).toContain('application/problem+json');
    expect(answer.body).toMatchObject({
      code: 'insufficient_funds',
      available: usd(10_000),
      required: usd(99_900),
      retryable: true,
      retryAfterMs: null,
      topUpInProgress: false,
      unblockedBy: 'Add at least $899.00 to the wallet of Acme Solar.',
    });
    expect(await availableOf(api.http, buyer.walletId)).toBe(10_000);
  });

  it('keeps a refusal under its Idempotency-Key, also when money has come meanwhile', async () => {
    const buyer = await createBuyer(api.http);
    const lead = { buyerId: buyer.id, leadId: 'lead-1', price: usd(2_500) };
    const key = { 'Idempotency-Key': 'refused-once' };
    expect((await deliver(lead, key)).status).toBe(402);
    await addCredit(api.http, buyer.walletId, 10_000);
    const again = await deliver(lead, key);
    expect(again.status).toBe(402);
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
    expect((await deliver(lead)).status).toBe(201);
  });

  it('refuses another price, another body under a known key, another currency, an unknown buyer', async () => {
    const buyer = await createFundedBuyer(api.http, 10_000);
    const lead = { buyerId: buyer.id, leadId: 'lead-1', price: usd(2_500) };
    const key = { 'Idempotency-Key': 'one-key' };
    expect((await deliver(lead, key)).status).toBe(201);
    const answers = await Promise.all([
      deliver({ ...lead, price: usd(2_600) }),
      deliver({ ...lead, leadId: 'lead-2' }, key),
      deliver({ ...lead, leadId: 'lead-3', price: { amount: 2_500, currency: 'EUR' } }),
      deliver({ externalBuyerId: 'nobody', leadId: 'lead-4', price: usd(2_500) }),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'lead_price_conflict'],
      [409, 'idempotency_key_reused'],
      [422, 'currency_mismatch'],
      [404, 'not_found'],
    ]);
    expect(await availableOf(api.http, buyer.walletId)).toBe(7_500);
  });

  it('delivers exactly what the wallet can pay for when 200 leads come at once', async () => {
    const buyer = await createFundedBuyer(api.http, 50 * 2_500);
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        deliver({ buyerId: buyer.id, leadId: `burst-${index}`, price: usd(2_500) }),
      ),
    );
    const having = (status: number) => answers.filter((answer) => answer.status === status);
    expect(having(201)).toHaveLength(50);
    expect(having(402)).toHaveLength(150);
    expect(await availableOf(api.http, buyer.walletId)).toBe(0);
  });
});

describe('POST /v1/deliveries/batch', () => {
  it('answers in the order asked, each lead by itself', async () => {
    const buyer = await createFundedBuyer(api.http, 6_000);
    const lead = (leadId: string, amount: number) => ({ buyerId: buyer.id, leadId, price: usd(amount) });
    const deliveries = [
      lead('a', 2_500),
      lead('b', 9_900),
      { externalBuyerId: 'nobody', leadId: 'c', price: usd(100) },
      lead('d', 2_500),
    ];
    const key = { 'Idempotency-Key': 'a-batch' };
    const answer = await api.http.post('/v1/deliveries/batch', { deliveries }, key);
    expect(answer.status).toBe(200);
    expect(answer.body.results).toMatchObject([
      { outcome: 'delivered', leadId: 'a', balance: usd(3_500) },
      { outcome: 'refused', code: 'insufficient_funds', required: usd(9_900) },
      { outcome: 'error', code: 'not_found' },
      { outcome: 'delivered', leadId: 'd', balance: usd(1_000) },
    ]);
    const again = await api.http.post('/v1/deliveries/batch', { deliveries }, key);
    expect(again.body.results[3].id).toBe(answer.body.results[3].id);
    expect(await availableOf(api.http, buyer.walletId)).toBe(1_000);
  });

  it('takes 500 leads with room for their labels', async () => {
    const buyer = await createFundedBuyer(api.http, 100_000);
    const deliveries = Array.from({ length: 500 }, (_, index) => ({
      buyerId: buyer.id,
      leadId: `big-${index}`,
      price: usd(100),
      labels: { campaign: 'x'.repeat(250), source: 'y'.repeat(250) },
    }));
    const answer = await api.http.post('/v1/deliveries/batch', { deliveries });
    expect(answer.status).toBe(200);
    expect(await availableOf(api.http, buyer.walletId)).toBe(50_000);
  });
});
