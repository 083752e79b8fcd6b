import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathOf } from '../logging/request-log.ts';
import { awaitPayer } from '../testing/failing-charges.ts';
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

async function openLink(buyerId: string, body: unknown): Promise<string> {
  const made = await api.http.post(`/v1/buyers/${buyerId}/links`, body);
  return pagePath(made.body.url);
}

const pagePath = (url: string) => `/v1/payer-links/${new URL(url).pathname.split('/').at(-1)}`;
const cardsOf = async (buyerId: string) =>
  (await api.http.get(`/v1/buyers/${buyerId}/payment-methods`)).body.data;
const topUpsOf = async (walletId: string) =>
  (await api.http.get(`/v1/wallets/${walletId}/top-ups`)).body.data;

describe('the page behind a link', () => {
  it('tells a stranger nothing of the account, and no browser passes its address on', async () => {
    await api.http.put('/v1/settings/billing', { mailReplyTo: 'billing@agency.example' });
    const buyer = await createBuyer(api.http, { name: 'Lone Star Roofing' });
    const path = await openLink(buyer.id, { kind: 'pay' });
    const page = await payer.get(path);
    expect(page.body).toMatchObject({
      state: 'open',
      kind: 'pay',
      agency: { name: 'Test Agency', contact: 'billing@agency.example' },
      buyerName: 'Lone Star Roofing',
      amount: null,
      currency: 'USD',
      minimum: usd(500),
      maximum: usd(1_000_000),
      emulator: true,
    });
    for (const secret of [api.accountId, buyer.id, buyer.walletId]) expect(page.text).not.toContain(secret);
    expect(page.headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(page.headers.get('Cache-Control')).toBe('no-store');
    expect((await payer.get(path.replace('/v1/payer-links', '/pay'))).headers.get('Referrer-Policy')).toBe(
      'no-referrer',
    );
  });

  it('answers alike to every token that nobody ever had', async () => {
    const tokens = ['x', 'A'.repeat(43), 'B'.repeat(43), 'C'.repeat(44)];
    const pages = await Promise.all(tokens.map((token) => payer.get(`/v1/payer-links/${token}`)));
    expect(new Set(pages.map(({ text }) => text)).size).toBe(1);
    expect(pages[0]?.body).toMatchObject({ state: 'dead', because: 'unknown', agency: null });
    const posts = await Promise.all(
      tokens.map((token) => payer.post(`/v1/payer-links/${token}/pay`, { testCard: 'pm_card_visa' })),
    );
    expect(posts.map(({ status, body }) => [status, body.code])).toEqual(
      tokens.map(() => [410, 'link_dead']),
    );
  });

  it('never comes into the log', () => {
    expect(pathOf('/v1/payer-links/SECRET/pay?x=1')).toBe('/v1/payer-links/[redacted]/pay');
    expect(pathOf('/pay/SECRET')).toBe('/pay/[redacted]');
    expect(pathOf('/v1/buyers/buy_1?search=x')).toBe('/v1/buyers/buy_1');
  });

  it('is not there for guessing', async () => {
    const path = `/v1/payer-links/${'D'.repeat(43)}`;
    const answers = [];
    for (let tries = 0; tries < 41; tries += 1) answers.push((await payer.get(path)).status);
    expect(answers.at(-1)).toBe(429);
  });
});

describe('saving a card by a link', () => {
  it('keeps the card with the very consent that was shown, once', async () => {
    const buyer = await createBuyer(api.http);
    const path = await openLink(buyer.id, { kind: 'save_card' });
    const { consentText } = (await payer.get(path)).body;
    expect(consentText).toContain('Test Agency');
    const other = await payer.post(`${path}/card`, { testCard: 'pm_card_visa~1', consent: { text: 'No.' } });
    expect([other.status, other.body.errors[0].field]).toEqual([400, 'consent.text']);

    const consent = { text: consentText };
    const declined = await payer.post(`${path}/card`, { testCard: 'pm_card_chargeDeclined', consent });
    expect([declined.status, declined.body.code]).toEqual([422, 'payment_method_rejected']);
    const saved = await payer.post(`${path}/card`, { testCard: 'pm_card_visa~1', consent });
    expect(saved.body).toMatchObject({ state: 'done', receipt: null });
    expect(await cardsOf(buyer.id)).toMatchObject([
      { isDefault: true, consent: { text: consentText, by: 'Acme Solar, through a link' } },
    ]);
    const again = await payer.post(`${path}/card`, { testCard: 'pm_card_visa~2', consent });
    expect([again.status, again.body.code]).toEqual([410, 'link_dead']);
    expect((await payer.get(path)).body).toMatchObject({ state: 'dead', because: 'used' });
    expect(await cardsOf(buyer.id)).toHaveLength(1);
  });

  it('keeps one of two cards that come at once', async () => {
    const buyer = await createBuyer(api.http);
    const path = await openLink(buyer.id, { kind: 'save_card' });
    const consent = { text: (await payer.get(path)).body.consentText };
    const answers = await Promise.all(
      ['pm_card_visa~3', 'pm_card_mastercard~3'].map((testCard) =>
        payer.post(`${path}/card`, { testCard, consent }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect(await cardsOf(buyer.id)).toHaveLength(1);
  });

  it('does nothing on a link of another kind', async () => {
    const buyer = await createBuyer(api.http);
    const path = await openLink(buyer.id, { kind: 'save_card' });
    expect((await payer.post(`${path}/pay`, { testCard: 'pm_card_visa' })).body.code).toBe('link_dead');
    expect((await payer.post(`${path}/authenticate`)).body.code).toBe('link_dead');
  });
});

describe('paying by a link', () => {
  it('becomes one top-up, whatever is sent how often', async () => {
    const buyer = await createBuyer(api.http);
    const path = await openLink(buyer.id, { kind: 'pay' });
    const answers = await Promise.all(
      [5_000, 6_000, 7_000].map((amount, index) =>
        payer.post(`${path}/pay`, { amount: usd(amount), testCard: `pm_card_visa~${40 + index}` }),
      ),
    );
    // Temporal is away: the payment goes on by itself.
    const accepted = answers.filter(({ status }) => status === 200);
    expect(accepted.length).toBeGreaterThan(0);
    expect(accepted.every(({ body }) => body.state === 'processing')).toBe(true);
    const topUps = await topUpsOf(buyer.walletId);
    expect(topUps).toMatchObject([{ funding: 'buyer_card', requestedBy: 'Acme Solar, through a link' }]);
    expect((await payer.get(path)).body).toMatchObject({ state: 'dead', because: 'used' });
    const { data } = (await api.http.get(`/v1/buyers/${buyer.id}/links`)).body;
    expect(data).toMatchObject([{ state: 'used', topUpId: topUps[0].id }]);
  });

  it('takes the sum that was asked for, or one within the limits', async () => {
    const buyer = await createBuyer(api.http);
    const asked = await openLink(buyer.id, { kind: 'pay', amount: usd(30_000) });
    const free = await openLink(buyer.id, { kind: 'pay' });
    const testCard = 'pm_card_visa~50';
    const answers = await Promise.all([
      payer.post(`${asked}/pay`, { amount: usd(1_000), testCard }),
      payer.post(`${free}/pay`, { testCard }),
      payer.post(`${free}/pay`, { amount: usd(1), testCard }),
      payer.post(`${free}/pay`, { amount: usd(2_000_000), testCard }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 422, 422]);
    expect(await cardsOf(buyer.id)).toEqual([]);
    await payer.post(`${asked}/pay`, { testCard });
    expect(await topUpsOf(buyer.walletId)).toMatchObject([{ amount: usd(30_000) }]);
  });
});

describe('confirming a payment by a link', () => {
  const makePayer = async (card: string) => {
    const buyer = await createBuyer(api.http);
    await api.http.post(`/v1/buyers/${buyer.id}/payment-methods`, { testCard: card });
    const waiting = await awaitPayer({ ...api, payments: api.deps.payments }, buyer);
    const path = pagePath((await api.http.post(`/v1/top-ups/${waiting.topUpId}/link`)).body.url);
    return { path, ...waiting };
  };

  it('sends the payer to the bank and says how it went; then the link is dead', async () => {
    const { path, paymentIntentId } = await makePayer('pm_card_authenticationRequired~61');
    expect((await payer.get(path)).body).toMatchObject({
      kind: 'authenticate',
      amount: usd(50_000),
      card: { brand: 'visa' },
      consentText: null,
    });
    const asked = await payer.post(`${path}/authenticate`);
    expect(asked.body).toMatchObject({
      state: 'requires_action',
      redirectUrl: expect.stringMatching(/^http/),
    });
    const refused = await payer.post(`${path}/authenticate`, { outcome: 'failure' });
    expect(refused.body).toMatchObject({ state: 'declined' });
    const returned = await payer.post(`${path}/authenticate`, { returned: true });
    expect(returned.body).toMatchObject({ state: 'declined' });

    const done = await payer.post(`${path}/authenticate`, { outcome: 'success' });
    expect(done.body).toMatchObject({
      state: 'done',
      receipt: { amount: usd(50_000), reference: paymentIntentId },
    });
    expect((await payer.get(path)).body).toMatchObject({ state: 'dead', because: 'used' });
    expect((await payer.post(`${path}/authenticate`)).body.code).toBe('link_dead');
  });

  it('charges once when the payer approves twice at once', async () => {
    const { path, paymentIntentId } = await makePayer('pm_card_authenticationRequired~62');
    const answers = await Promise.all(
      [1, 2].map(() => payer.post(`${path}/authenticate`, { outcome: 'success' })),
    );
    expect(answers.some(({ body }) => body.state === 'done')).toBe(true);
    const looked = await api.deps.payments.lookUpPaymentIntent(paymentIntentId, { knownStripeChargeIds: [] });
    expect(looked).toMatchObject({ outcome: 'succeeded', amountReceivedMinor: 50_000 });
  });

  it('does nothing any more once the payment was credited', async () => {
    const { path, paymentIntentId, topUpId } = await makePayer('pm_card_authenticationRequired~63');
    await api.ledger.topUps.credit(topUpId, { paymentIntentId, stripeChargeId: null });
    expect((await payer.get(path)).body).toMatchObject({ state: 'dead', because: 'revoked' });
    expect((await payer.post(`${path}/authenticate`)).body.code).toBe('link_dead');
  });
});
