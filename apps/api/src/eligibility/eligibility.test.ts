import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBuyer, createFundedBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const ask = (buyerId: string, query: string) => api.http.get(`/v1/buyers/${buyerId}/eligibility?${query}`);

describe('GET /v1/buyers/:buyerId/eligibility', () => {
  it('says that a lead would be delivered, and how far the wallet goes', async () => {
    const buyer = await createFundedBuyer(api.http, 10_000);
    await api.http.post('/v1/deliveries', { buyerId: buyer.id, leadId: 'l', price: usd(2_400) });
    expect((await ask(buyer.id, 'amount=2500&currency=USD')).body).toEqual({
      buyerId: buyer.id,
      eligible: true,
      fundedBy: 'wallet',
      reason: null,
      unblockedBy: null,
      available: usd(7_600),
      runway: { leads: 3, hours: 76 },
    });
  });

  it('says why not and what would help, in the words of the refused delivery', async () => {
    const buyer = await createFundedBuyer(api.http, 1_000);
    const refused = await api.http.post('/v1/deliveries', {
      buyerId: buyer.id,
      leadId: 'l',
      price: usd(2_500),
    });
    const { body } = await ask(buyer.id, 'amount=2500');
    expect(body).toMatchObject({ eligible: false, fundedBy: null, runway: { leads: 0, hours: null } });
    expect([body.reason, body.unblockedBy, body.available]).toEqual([
      refused.body.code,
      refused.body.unblockedBy,
      refused.body.available,
    ]);
  });

  it('names what is wrong with a question', async () => {
    const buyer = await createBuyer(api.http);
    const answers = await Promise.all([
      ask(buyer.id, 'currency=USD'),
      ask(buyer.id, 'amount=2.5'),
      ask(buyer.id, 'amount=0'),
      ask(buyer.id, 'amount=1&currency=EUR'),
      (await api.openAgency()).http.get(`/v1/buyers/${buyer.id}/eligibility?amount=1`),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [400, 'validation_failed'],
      [400, 'invalid_amount'],
      [400, 'invalid_amount'],
      [422, 'currency_mismatch'],
      [404, 'not_found'],
    ]);
  });
});

describe('POST /v1/eligibility', () => {
  it('answers each buyer in the order asked', async () => {
    const rich = await createFundedBuyer(api.http, 10_000);
    const empty = await createBuyer(api.http);
    const paused = await createFundedBuyer(api.http, 10_000);
    await api.http.post(`/v1/buyers/${paused.id}/pause`, { note: 'on holiday' });
    const euros = await createBuyer(api.http, { currency: 'EUR' });
    const foreign = await createBuyer((await api.openAgency()).http);
    const buyerIds = [rich.id, empty.id, paused.id, euros.id, foreign.id];
    const { status, body } = await api.http.post('/v1/eligibility', { price: usd(2_500), buyerIds });
    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { buyerId: rich.id, eligible: true, runway: { leads: 4 } },
      { reason: 'insufficient_funds', unblockedBy: 'Add at least $25.00 to the wallet of Acme Solar.' },
      { reason: 'delivery_paused', unblockedBy: 'An admin has to resume delivery to Acme Solar.' },
      { reason: 'currency_mismatch', available: null },
      { buyerId: foreign.id, eligible: false, reason: 'not_found', runway: { leads: null, hours: null } },
    ]);
  });

  it('takes a hundred buyers and no more', async () => {
    const buyerIds = Array.from({ length: 101 }, () => 'buy_nobody');
    const ask = (ids: string[]) => api.http.post('/v1/eligibility', { price: usd(1), buyerIds: ids });
    expect((await ask(buyerIds.slice(1))).body.results).toHaveLength(100);
    expect((await ask(buyerIds)).status).toBe(400);
    expect((await ask([])).status).toBe(400);
  });
});
