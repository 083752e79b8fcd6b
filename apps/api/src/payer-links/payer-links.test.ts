import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awaitPayer } from '../testing/failing-charges.ts';
import { createBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const makeLink = (buyerId: string, body: unknown) => api.http.post(`/v1/buyers/${buyerId}/links`, body);
const stateOf = async (url: string) =>
  (await api.http.get(`/v1/payer-links/${new URL(url).pathname.split('/').at(-1)}`)).body;

describe('a link for a buyer', () => {
  it('has an address that is told once, ends with its time, and can be killed', async () => {
    const buyer = await createBuyer(api.http);
    const made = await makeLink(buyer.id, { kind: 'save_card', expiresInHours: 2 });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ kind: 'save_card', state: 'open', buyerId: buyer.id, sent: false });
    expect(made.body.url).toMatch(new RegExp(`^${api.url}/pay/[A-Za-z0-9_-]{43}$`));
    const lifetimeMs = Date.parse(made.body.expiresAt) - Date.parse(made.body.createdAt);
    expect(Math.round(lifetimeMs / 60_000)).toBe(2 * 60);
    const list = await api.http.get(`/v1/buyers/${buyer.id}/links`);
    expect(list.body.data).toMatchObject([{ id: made.body.id, state: 'open' }]);
    expect(list.text).not.toContain('/pay/');

    expect(await stateOf(made.body.url)).toMatchObject({ state: 'open' });
    expect((await api.http.delete(`/v1/links/${made.body.id}`)).status).toBe(204);
    expect(await stateOf(made.body.url)).toMatchObject({ state: 'dead', because: 'revoked' });
    expect((await api.http.delete(`/v1/links/${made.body.id}`)).status).toBe(404);
  });

  it('asks only for sums that can be paid in', async () => {
    const buyer = await createBuyer(api.http);
    const answers = await Promise.all([
      makeLink(buyer.id, { kind: 'pay', amount: usd(1) }),
      makeLink(buyer.id, { kind: 'pay', amount: usd(9_000_000) }),
      makeLink(buyer.id, { kind: 'pay', amount: { amount: 5_000, currency: 'EUR' } }),
      makeLink(buyer.id, { kind: 'save_card', amount: usd(5_000) }),
      makeLink(buyer.id, { kind: 'authenticate' }),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [422, 'amount_below_minimum'],
      [422, 'amount_above_maximum'],
      [422, 'currency_mismatch'],
      [400, 'validation_failed'],
      [400, 'validation_failed'],
    ]);
  });

  it('is mailed to the buyer where that is asked for, and possible', async () => {
    const silent = await createBuyer(api.http);
    const refused = await makeLink(silent.id, { kind: 'save_card', send: true });
    expect([refused.status, refused.body.errors[0].field]).toEqual([400, 'send']);
    const buyer = await createBuyer(api.http, { email: 'pay@solar.example' });
    const sent = await makeLink(buyer.id, { kind: 'pay', send: true });
    expect(sent.body.sent).toBe(true);
    const { data } = (await api.http.get('/v1/emails')).body;
    expect(data).toMatchObject([{ kind: 'payer_link', audience: 'buyer', sentAt: null, subject: null }]);
    expect((await api.http.get(`/v1/emails/${data[0].id}`)).body).toMatchObject({ text: null, html: null });
  });
});

describe('a link to confirm a payment', () => {
  it('is made only while the payment waits for its payer, and kills the one before', async () => {
    const buyer = await createBuyer(api.http);
    const cards = `/v1/buyers/${buyer.id}/payment-methods`;
    await api.http.post(cards, { testCard: 'pm_card_authenticationRequired~7' });
    const { topUpId, chargeId } = await awaitPayer({ ...api, payments: api.deps.payments }, buyer);
    const path = `/v1/top-ups/${topUpId}/link`;
    const first = await api.http.post(path);
    const second = await api.http.post(path);
    expect(second.body).toMatchObject({ kind: 'authenticate', chargeId, amount: usd(50_000) });
    expect(await stateOf(first.body.url)).toMatchObject({ state: 'dead', because: 'revoked' });
    expect(await stateOf(second.body.url)).toMatchObject({ state: 'open', kind: 'authenticate' });

    const done = await api.http.post(`/v1/wallets/${buyer.walletId}/top-ups`, {
      amount: usd(25_000),
      funding: 'external',
    });
    const refused = await api.http.post(`/v1/top-ups/${done.body.id}/link`);
    expect([refused.status, refused.body.code]).toEqual([409, 'state_conflict']);
  });
});
