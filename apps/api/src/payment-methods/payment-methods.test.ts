import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBuyer } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

describe.each([
  { whose: 'a buyer', pathOf: async () => `/v1/buyers/${(await createBuyer(api.http)).id}/payment-methods` },
  { whose: 'the account', pathOf: async () => '/v1/account/payment-methods' },
])('the cards of $whose', ({ pathOf }) => {
  it('are saved, chosen and removed; the first is the default', async () => {
    const path = await pathOf();
    const first = await api.http.post(path, { testCard: 'pm_card_visa' });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ brand: 'visa', last4: '4242', isDefault: true });
    const second = await api.http.post(path, { testCard: 'pm_card_mastercard~2' });
    expect(second.body).toMatchObject({ brand: 'mastercard', isDefault: false });
    expect(second.body.fingerprint).not.toBe(first.body.fingerprint);

    const chosen = await api.http.put(`${path}/default`, { paymentMethodId: second.body.id });
    expect(chosen.body).toMatchObject({ id: second.body.id, isDefault: true });
    expect((await api.http.delete(`${path}/${second.body.id}`)).status).toBe(204);
    const left = await api.http.get(path);
    expect(left.body).toMatchObject({ data: [{ id: first.body.id, isDefault: true }], nextCursor: null });
    expect((await api.http.delete(`${path}/${second.body.id}`)).status).toBe(404);
  });

  it('can stand in for the default, where the payer agreed to that', async () => {
    const path = await pathOf();
    const main = (await api.http.post(path, { testCard: 'pm_card_visa~11' })).body;
    const consent = { text: 'Charge this one when the other is declined.' };
    const spare = (await api.http.post(path, { testCard: 'pm_card_amex~11', consent })).body;
    expect(spare).toMatchObject({ isBackup: false, consent: { ...consent, by: 'API key test' } });
    await api.http.put(`${path}/default`, { paymentMethodId: main.id });

    const backup = (body: unknown) => api.http.put(`${path}/backup`, body);
    expect((await backup({ paymentMethodId: spare.id })).status).toBe(400);
    expect((await backup({ paymentMethodId: spare.id, consent })).body).toMatchObject({
      id: spare.id,
      isBackup: true,
      isDefault: false,
    });
    const refused = await backup({ paymentMethodId: main.id, consent });
    expect([refused.status, refused.body.code]).toEqual([409, 'state_conflict']);
    const none = await backup({ paymentMethodId: null });
    expect([none.status, none.body]).toEqual([200, null]);
    const { data } = (await api.http.get(path)).body;
    expect(data.filter(({ isBackup }: { isBackup: boolean }) => isBackup)).toEqual([]);
  });

  it('are not saved when the bank declines them', async () => {
    const path = await pathOf();
    const before = (await api.http.get(path)).body.data.length;
    const answer = await api.http.post(path, { testCard: 'pm_card_chargeDeclined' });
    expect([answer.status, answer.body.code]).toEqual([422, 'payment_method_rejected']);
    expect(answer.body.detail).toMatch(/declined/i);
    expect((await api.http.get(path)).body.data).toHaveLength(before);
  });

  it('can be saved through a form of Stripe', async () => {
    const path = await pathOf();
    const intent = await api.http.post(`${path}/setup-intents`);
    expect(intent.status).toBe(201);
    expect(intent.body.setupIntentId).toMatch(/^seti_/);
    const early = await api.http.post(path, { setupIntentId: intent.body.setupIntentId });
    expect([early.status, early.body.code]).toEqual([422, 'payment_method_rejected']);
  });
});

describe('saving a card', () => {
  it('takes either a test card or a SetupIntent, and only names of that shape', async () => {
    const path = '/v1/account/payment-methods';
    const bodies = [
      {},
      { testCard: 'pm_card_visa', setupIntentId: 'seti_1' },
      { testCard: '4242424242424242' },
    ];
    for (const body of bodies)
      expect((await api.http.post(path, body)).body).toMatchObject({
        status: 400,
        code: 'validation_failed',
      });
  });

  it('makes one customer at Stripe for two cards saved at once', async () => {
    const buyer = await createBuyer(api.http);
    const path = `/v1/buyers/${buyer.id}/payment-methods`;
    const answers = await Promise.all(
      ['pm_card_visa', 'pm_card_mastercard'].map((testCard) => api.http.post(path, { testCard })),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    const { data } = (await api.http.get(path)).body;
    expect(data.filter(({ isDefault }: { isDefault: boolean }) => isDefault)).toHaveLength(1);
  });

  it('answers 502 and keeps nothing while Stripe does not answer', async () => {
    const buyer = await createBuyer(api.http);
    const fault = { path: '/attach', method: 'POST', mode: 'drop_before', times: 5 };
    await fetch(`${api.stripeApiUrl}/_emulator/faults`, { method: 'POST', body: JSON.stringify(fault) });
    const answer = await api.http.post(`/v1/buyers/${buyer.id}/payment-methods`, {
      testCard: 'pm_card_visa',
    });
    expect([answer.status, answer.body.code]).toEqual([502, 'payment_provider_unavailable']);
    expect((await api.http.get(`/v1/buyers/${buyer.id}/payment-methods`)).body.data).toEqual([]);
  });
});

describe('a payer whose customer was deleted at Stripe', () => {
  it('gets another customer with the next card, also while Stripe repeats the answer that made the first', async () => {
    const buyer = await createBuyer(api.http);
    const payer = { kind: 'buyer', buyerId: buyer.id } as const;
    const path = `/v1/buyers/${buyer.id}/payment-methods`;
    await api.http.post(path, { testCard: 'pm_card_visa~31' });
    const { paymentMethods, webhookInbox } = api.ledger;
    const gone = (await paymentMethods.stripeCustomerId(api.accountId, payer)) ?? '';
    const headers = { authorization: 'Bearer sk_test_emulator_api' };
    await fetch(`${api.stripeApiUrl}/v1/customers/${gone}`, { method: 'DELETE', headers });
    await webhookInbox.receive({
      id: `evt_${gone}`,
      type: 'customer.deleted',
      objectId: gone,
      paymentIntentId: null,
      livemode: false,
      createdAt: new Date(),
    });
    await paymentMethods.forgetCustomer(gone);
    expect((await api.http.get(path)).body.data).toEqual([]);

    const both = await Promise.all(
      [32, 33].map((n) => api.http.post(path, { testCard: `pm_card_visa~${n}` })),
    );
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    const customer = await paymentMethods.stripeCustomerId(api.accountId, payer);
    expect(customer).toMatch(/^cus_/);
    expect(customer).not.toBe(gone);
    expect(await api.deps.payments.isCustomerDeleted(customer ?? '')).toBe(false);
  });
});
