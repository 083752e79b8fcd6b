import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCredit, createBuyer, createFundedBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const consent = { text: 'Charge my card when the balance runs low.' };
const rule = { enabled: true, threshold: usd(10_000), amount: usd(50_000), payer: 'buyer', consent };
const pathOf = (walletId: string) => `/v1/wallets/${walletId}/auto-top-up`;

async function createPayer(amount: number, testCard = 'pm_card_visa') {
  const buyer = await createFundedBuyer(api.http, amount);
  await api.http.post(`/v1/buyers/${buyer.id}/payment-methods`, { testCard });
  return buyer;
}

describe('the rule of a wallet', () => {
  it('is null until it is saved, and then shown with the wallet', async () => {
    const { id, walletId } = await createPayer(100_000);
    expect((await api.http.get(pathOf(walletId))).body).toBeNull();
    const saved = await api.http.put(pathOf(walletId), rule);
    expect(saved.status).toBe(200);
    expect(saved.body).toMatchObject({
      state: 'on',
      threshold: usd(10_000),
      amount: usd(50_000),
      targetBalance: null,
      payer: 'buyer',
      payerBuyerId: id,
      dailyLimit: usd(150_000),
      monthlyLimit: null,
      consent: { text: consent.text, by: 'API key test' },
      suspended: null,
      notStarted: null,
      openTopUpId: null,
      startedTopUpId: null,
    });
    const { startedTopUpId: _none, ...shown } = saved.body;
    expect((await api.http.get(`/v1/wallets/${walletId}`)).body.autoTopUp).toEqual(shown);
    expect((await api.http.get(pathOf(walletId))).body).toEqual(shown);
  });

  it('says before saving what is charged at once, and charges that', async () => {
    const { walletId } = await createPayer(5_000);
    const { consent: _notYet, ...withoutConsent } = rule;
    const preview = await api.http.post(`${pathOf(walletId)}/preview`, withoutConsent);
    expect(preview.body).toEqual({ chargesNow: usd(50_000) });
    expect((await api.http.get(pathOf(walletId))).body).toBeNull();

    const saved = await api.http.put(pathOf(walletId), rule);
    expect(saved.body.openTopUpId).toBe(saved.body.startedTopUpId);
    const topUp = (await api.http.get(`/v1/top-ups/${saved.body.startedTopUpId}`)).body;
    expect(topUp).toMatchObject({ amount: usd(50_000), trigger: 'auto', requestedBy: 'Auto top-up' });
    expect((await api.http.get(`/v1/wallets/${walletId}`)).body.pendingTopUps).toEqual(usd(50_000));
  });

  it('keeps null apart from absent in its limits', async () => {
    const { walletId } = await createPayer(100_000);
    const limits = { dailyLimit: null, monthlyLimit: usd(500_000) };
    const saved = await api.http.put(pathOf(walletId), { ...rule, ...limits });
    expect(saved.body).toMatchObject(limits);
  });

  it('can be turned off without anybody agreeing to it', async () => {
    const { walletId } = await createPayer(100_000);
    const { consent: _none, ...off } = { ...rule, enabled: false };
    expect((await api.http.put(pathOf(walletId), off)).body).toMatchObject({ enabled: false, state: 'off' });
  });

  it('refuses what contradicts itself, and says what would be right', async () => {
    const { walletId } = await createPayer(100_000);
    const { consent: _none, ...withoutConsent } = rule;
    const { amount: _fixed, ...withoutAmount } = rule;
    const answers = await Promise.all(
      [
        withoutConsent,
        withoutAmount,
        { ...rule, targetBalance: usd(90_000) },
        { ...withoutAmount, targetBalance: usd(10_000) },
        { ...rule, amount: { amount: 50_000, currency: 'EUR' } },
      ].map((body) => api.http.put(pathOf(walletId), body)),
    );
    expect(answers.map(({ status, body }) => [status, body.code, body.errors?.[0].field])).toEqual([
      [400, 'validation_failed', 'consent'],
      [400, 'validation_failed', 'amount'],
      [400, 'validation_failed', 'amount'],
      [400, 'validation_failed', 'targetBalance'],
      [422, 'currency_mismatch', 'amount.currency'],
    ]);
  });

  it('needs a card of its payer', async () => {
    const buyer = await createBuyer(api.http);
    const answer = await api.http.put(pathOf(buyer.walletId), rule);
    expect([answer.status, answer.body.code]).toEqual([422, 'no_payment_method']);
  });

  it('is not left without a card unless that is confirmed', async () => {
    const { id, walletId } = await createPayer(100_000);
    await api.http.put(pathOf(walletId), rule);
    const [card] = (await api.http.get(`/v1/buyers/${id}/payment-methods`)).body.data;
    const path = `/v1/buyers/${id}/payment-methods/${card.id}`;
    const refused = await api.http.delete(path);
    expect([refused.status, refused.body.code]).toEqual([409, 'last_card_of_auto_top_up']);
    expect((await api.http.delete(`${path}?confirm=true`)).status).toBe(204);
    const { autoTopUp } = (await api.http.get(`/v1/wallets/${walletId}`)).body;
    expect(autoTopUp).toMatchObject({
      enabled: true,
      state: 'suspended',
      suspended: { because: 'no_usable_card', words: 'The payer has no card that can be charged.' },
    });
  });
});

describe('PATCH /v1/wallets/:id', () => {
  it('sets where a low balance is told, and takes it away', async () => {
    const { walletId } = await createFundedBuyer(api.http, 50_000);
    const set = await api.http.patch(`/v1/wallets/${walletId}`, { lowBalance: usd(20_000) });
    expect(set.body).toMatchObject({ lowBalance: usd(20_000), lowBalanceSince: null });
    const low = await api.http.patch(`/v1/wallets/${walletId}`, { lowBalance: usd(60_000) });
    expect(low.body.lowBalanceSince).not.toBeNull();
    await addCredit(api.http, walletId, 100_000);
    expect((await api.http.get(`/v1/wallets/${walletId}`)).body.lowBalanceSince).toBeNull();
    const none = await api.http.patch(`/v1/wallets/${walletId}`, { lowBalance: null });
    expect(none.body.lowBalance).toBeNull();
  });
});
