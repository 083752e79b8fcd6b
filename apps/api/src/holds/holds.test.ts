import { afterAll, afterEach, beforeAll, describe, expect, it, test } from 'vitest';
import { addCredit, availableOf, createBuyer, createFundedBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());
afterEach(async () => {
  expect(await api.ledger.checkInvariants()).toEqual([]);
});

const place = (body: unknown, headers?: Record<string, string>) => api.http.post('/v1/holds', body, headers);
const capture = (holdId: string, body: unknown, headers?: Record<string, string>) =>
  api.http.post(`/v1/holds/${holdId}/capture`, body, headers);
const release = (holdId: string) => api.http.post(`/v1/holds/${holdId}/release`);

describe('a hold', () => {
  it('reserves money, and its capture delivers the lead for a part of it', async () => {
    const buyer = await createFundedBuyer(api.http, 10_000);
    const held = await place({ buyerId: buyer.id, amount: usd(6_000), leadId: 'l', expiresInSeconds: 60 });
    expect(held.status).toBe(201);
    expect(held.body).toMatchObject({ status: 'open', amount: usd(6_000), captured: null, deliveryId: null });
    expect(Date.parse(held.body.expiresAt) - Date.parse(held.body.createdAt)).toBe(60_000);
    expect(await availableOf(api.http, buyer.walletId)).toBe(4_000);
    const captured = await capture(held.body.id, { leadId: 'l', amount: usd(5_500), labels: { ad: 'x' } });
    expect(captured.status).toBe(201);
    expect(captured.body).toMatchObject({
      outcome: 'delivered',
      fundedBy: 'wallet',
      price: usd(5_500),
      balance: usd(4_500),
      labels: { ad: 'x' },
    });
    expect(await availableOf(api.http, buyer.walletId)).toBe(4_500);
    expect((await api.http.get(`/v1/holds/${held.body.id}`)).body).toMatchObject({
      status: 'captured',
      captured: usd(5_500),
      deliveryId: captured.body.id,
    });
  });

  it('is captured once, however often that is asked', async () => {
    const buyer = await createFundedBuyer(api.http, 10_000);
    const { body: hold } = await place({ buyerId: buyer.id, amount: usd(6_000) });
    const key = { 'Idempotency-Key': 'capture-1' };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => capture(hold.id, { leadId: 'l' }, key)),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('Idempotent-Replayed') === null)).toHaveLength(1);
    const others = [
      await capture(hold.id, { leadId: 'l', amount: usd(1) }, key),
      await capture(hold.id, { leadId: 'other' }, key),
      await capture(hold.id, { leadId: 'l', amount: usd(1) }),
      await capture(hold.id, { leadId: 'other' }),
      await release(hold.id),
    ];
    expect(others.map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'idempotency_key_reused'],
      [409, 'idempotency_key_reused'],
      [409, 'lead_price_conflict'],
      [409, 'state_conflict'],
      [409, 'state_conflict'],
    ]);
    expect(await availableOf(api.http, buyer.walletId)).toBe(4_000);
  });

  it('shares its keys with deliveries', async () => {
    const buyer = await createFundedBuyer(api.http, 10_000);
    const { body: hold } = await place({ buyerId: buyer.id, amount: usd(1_000) });
    const key = { 'Idempotency-Key': 'used-by-a-delivery' };
    await api.http.post('/v1/deliveries', { buyerId: buyer.id, leadId: 'a', price: usd(100) }, key);
    expect((await capture(hold.id, { leadId: 'b' }, key)).body.code).toBe('idempotency_key_reused');
  });

  it('is released once, and then pays for nothing', async () => {
    const buyer = await createFundedBuyer(api.http, 10_000);
    const { body: hold } = await place({ buyerId: buyer.id, amount: usd(6_000) });
    const first = await release(hold.id);
    expect(first).toMatchObject({ status: 200, body: { status: 'released' } });
    expect((await release(hold.id)).body).toEqual(first.body);
    expect((await capture(hold.id, { leadId: 'l' })).body.code).toBe('state_conflict');
    expect(await availableOf(api.http, buyer.walletId)).toBe(10_000);
  });

  it('leaves a lead that the buyer has already as it is, and stays open', async () => {
    const buyer = await createFundedBuyer(api.http, 10_000);
    const { body: hold } = await place({ buyerId: buyer.id, amount: usd(6_000) });
    const lead = await api.http.post('/v1/deliveries', { buyerId: buyer.id, leadId: 'l', price: usd(2_000) });
    expect(await capture(hold.id, { leadId: 'l' })).toMatchObject({
      status: 409,
      body: { code: 'state_conflict', deliveryId: lead.body.id },
    });
    expect((await release(hold.id)).status).toBe(200);
  });
});

test('the holds of a wallet are listed by what became of them', async () => {
  const buyer = await createFundedBuyer(api.http, 10_000);
  const first = await place({ buyerId: buyer.id, amount: usd(1_000) });
  const second = await place({ buyerId: buyer.id, amount: usd(2_000) });
  await place({ buyerId: buyer.id, amount: usd(20_000) });
  await release(first.body.id);
  const list = async (query: string) => {
    const { body } = await api.http.get(`/v1/holds?walletId=${buyer.walletId}${query}`);
    return body.data.map(({ id, status }: { id: string; status: string }) => [id, status]);
  };
  expect(await list('&status=open')).toEqual([[second.body.id, 'open']]);
  expect(await list('&status=released')).toEqual([[first.body.id, 'released']]);
  expect((await list('')).map(([, status]: string[]) => status)).toEqual(['refused', 'open', 'released']);
  expect(await list('&status=open&limit=1')).toHaveLength(1);
});

describe('a refused hold', () => {
  it('says what a refused delivery says, and stays refused under its key', async () => {
    const buyer = await createBuyer(api.http);
    const key = { 'Idempotency-Key': 'hold-refused' };
    const wish = { buyerId: buyer.id, amount: usd(2_500) };
    const answer = await place(wish, key);
    expect(answer.status).toBe(402);
    expect(answer.body).toMatchObject({
      code: 'insufficient_funds',
      available: usd(0),
      required: usd(2_500),
      retryable: true,
      topUpInProgress: false,
      unblockedBy: 'Add at least $25.00 to the wallet of Acme Solar.',
    });
    await addCredit(api.http, buyer.walletId, 10_000);
    const again = await place(wish, key);
    expect([again.status, again.body.holdId]).toEqual([402, answer.body.holdId]);
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
    expect((await place({ ...wish, amount: usd(1) }, key)).body.code).toBe('idempotency_key_reused');
    expect((await place(wish)).status).toBe(201);
    expect((await capture(answer.body.holdId, { leadId: 'l' })).status).toBe(404);
  });

  it('names what is wrong with a request', async () => {
    const buyer = await createFundedBuyer(api.http, 10_000);
    const { body: hold } = await place({ buyerId: buyer.id, amount: usd(1_000) });
    const eur = { amount: 1, currency: 'EUR' };
    const answers = await Promise.all([
      place({ buyerId: buyer.id, amount: eur }),
      place({ buyerId: 'buy_nobody', amount: usd(1) }),
      place({ buyerId: buyer.id, amount: usd(0) }),
      place({ buyerId: buyer.id, amount: usd(1), expiresInSeconds: 86_401 }),
      capture(hold.id, { leadId: 'l', amount: eur }),
      capture(hold.id, { leadId: 'l', amount: usd(1_001) }),
      capture(hold.id, {}),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [422, 'currency_mismatch'],
      [404, 'not_found'],
      [400, 'invalid_amount'],
      [400, 'validation_failed'],
      [422, 'currency_mismatch'],
      [422, 'amount_above_maximum'],
      [400, 'validation_failed'],
    ]);
  });
});
