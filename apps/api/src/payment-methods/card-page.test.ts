import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpClient } from '../testing/http-client.ts';
import { createHttpClient } from '../testing/http-client.ts';
import { createBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
/** Nobody: no key, no cookie. */
let payer: HttpClient;
beforeAll(async () => {
  api = await startTestApi();
  payer = createHttpClient(api.url, {});
});
afterAll(() => api.close());

/** What the payer does on Stripe's page; answers where his browser comes back to. */
async function enter(page: string, fields: Record<string, string>): Promise<URL> {
  const answer = await fetch(page, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
  return new URL(answer.headers.get('location') ?? '');
}

const cardIn = (back: URL) => back.searchParams.get('card');

describe.each([
  {
    whose: 'a buyer',
    pathOf: async () => {
      const { id } = await createBuyer(api.http);
      return [`/v1/buyers/${id}/payment-methods`, `/buyers/${id}`] as const;
    },
  },
  { whose: 'the account', pathOf: async () => ['/v1/account/payment-methods', '/account/cards'] as const },
])('the page of Stripe for a card of $whose', ({ pathOf }) => {
  it('comes back with the card, which is kept once, with the consent given before', async () => {
    const [path, own] = await pathOf();
    const consent = { text: 'I agree that this card is charged.' };
    const page = await api.http.post(`${path}/page`, { consent });
    expect(page.status).toBe(201);
    const back = await enter(page.body.url, { card: 'pm_card_mastercard' });
    expect(back.origin + back.pathname).toBe(api.url + own);
    const body = { checkoutSessionId: cardIn(back) };
    const saved = await api.http.post(path, body);
    expect(saved.body).toMatchObject({ brand: 'mastercard', consent: { ...consent, by: 'API key test' } });
    const again = await Promise.all([api.http.post(path, body), api.http.post(path, body)]);
    expect(again.map((answer) => answer.body.id)).toEqual([saved.body.id, saved.body.id]);

    await api.http.delete(`${path}/${saved.body.id}`);
    const late = await api.http.post(path, body);
    expect([late.status, late.body.code]).toEqual([422, 'payment_method_rejected']);
    expect(late.body.detail).toContain('removed');
  });

  it('comes back without a card when the payer cancels', async () => {
    const [path] = await pathOf();
    const page = await api.http.post(`${path}/page`, { returnPath: '/wallets/wal_1' });
    const back = await enter(page.body.url, { act: 'cancel' });
    expect([back.origin, back.pathname, cardIn(back)]).toEqual([api.url, '/wallets/wal_1', 'canceled']);
  });
});

describe('the way back from the page of Stripe', () => {
  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'buyers', '/a?b=c', '/a#b'])(
    'never leads to %s',
    async (returnPath) => {
      const answer = await api.http.post('/v1/account/payment-methods/page', { returnPath });
      expect([answer.status, answer.body.errors[0].field]).toEqual([400, 'returnPath']);
    },
  );

  it('leads to the public address, whatever host was asked', async () => {
    const headers = { Authorization: `Bearer ${api.apiKey}`, 'X-Forwarded-Host': 'evil.example' };
    const page = await createHttpClient(api.url, headers).post('/v1/account/payment-methods/page');
    const back = await enter(page.body.url, { card: 'pm_card_visa' });
    expect(back.origin).toBe(api.url);
  });
});

describe('a page of Stripe that was opened for one payer', () => {
  it('gives its card to no other, and none before one was entered', async () => {
    const [one, other] = [await createBuyer(api.http), await createBuyer(api.http)];
    const path = (id: string) => `/v1/buyers/${id}/payment-methods`;
    const page = (await api.http.post(`${path(one.id)}/page`)).body.url;
    const early = new URL(page).pathname.split('/').at(-1);
    const notYet = await api.http.post(path(one.id), { checkoutSessionId: early });
    expect([notYet.status, notYet.body.code]).toEqual([422, 'payment_method_rejected']);
    const checkoutSessionId = cardIn(await enter(page, { card: 'pm_card_visa' }));
    for (const wrong of [path(other.id), '/v1/account/payment-methods'])
      expect((await api.http.post(wrong, { checkoutSessionId })).status).toBe(422);
    expect((await api.http.post(path(one.id), { checkoutSessionId })).status).toBe(201);
  });

  it('is refused for a buyer that is not there', async () => {
    expect((await api.http.post('/v1/buyers/buy_nobody/payment-methods/page')).status).toBe(404);
  });
});

describe('the page of Stripe for a payer with a link', () => {
  async function openLink(body: unknown) {
    const buyer = await createBuyer(api.http);
    const { url } = (await api.http.post(`/v1/buyers/${buyer.id}/links`, body)).body;
    const token = new URL(url).pathname.split('/').at(-1);
    return { buyer, token, path: `/v1/payer-links/${token}` };
  }

  it('is opened only with the consent that was shown, and comes back to the link', async () => {
    const { buyer, token, path } = await openLink({ kind: 'save_card' });
    for (const body of [undefined, { consent: { text: 'No.' } }])
      expect((await payer.post(`${path}/page`, body)).status).toBe(400);
    const consent = { text: (await payer.get(path)).body.consentText };
    const page = await payer.post(`${path}/page`, { consent });
    const back = await enter(page.body.url, { card: 'pm_card_visa' });
    expect(back.pathname).toBe(`/pay/${token}`);
    const body = { checkoutSessionId: cardIn(back), consent };
    const answers = await Promise.all([payer.post(`${path}/card`, body), payer.post(`${path}/card`, body)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
    const { data } = (await api.http.get(`/v1/buyers/${buyer.id}/payment-methods`)).body;
    expect(data).toMatchObject([{ isDefault: true, consent: { text: consent.text } }]);
  });

  it('brings back the amount that was chosen, and pays only when that is asked', async () => {
    const { buyer, path } = await openLink({ kind: 'pay' });
    const page = await payer.post(`${path}/page`, { amount: usd(4_000) });
    const back = await enter(page.body.url, { card: 'pm_card_visa' });
    expect(back.searchParams.get('amount')).toBe('4000');
    const topUps = async () => (await api.http.get(`/v1/wallets/${buyer.walletId}/top-ups`)).body.data;
    expect(await topUps()).toEqual([]);
    const body = { checkoutSessionId: cardIn(back), amount: usd(4_000) };
    expect((await payer.post(`${path}/pay`, body)).body.state).toBe('processing');
    await payer.post(`${path}/pay`, body);
    expect(await topUps()).toMatchObject([{ amount: usd(4_000), funding: 'buyer_card' }]);
  });

  it('is not there for a dead link', async () => {
    const answer = await payer.post(`/v1/payer-links/${'Z'.repeat(43)}/page`);
    expect([answer.status, answer.body.code]).toEqual([410, 'link_dead']);
  });
});
