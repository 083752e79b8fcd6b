import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { availableOf, createBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const topUp = (walletId: string, body: unknown, key?: string) =>
  api.http.post(`/v1/wallets/${walletId}/top-ups`, body, key === undefined ? {} : { 'Idempotency-Key': key });

async function createBuyerWithCard() {
  const buyer = await createBuyer(api.http);
  const card = await api.http.post(`/v1/buyers/${buyer.id}/payment-methods`, { testCard: 'pm_card_visa' });
  expect(card.status).toBe(201);
  return { buyer, card: card.body };
}

describe('credit without a card', () => {
  it('records money received at once', async () => {
    const buyer = await createBuyer(api.http);
    const body = { amount: usd(25_000), funding: 'external', reference: 'wire 42' };
    const answer = await topUp(buyer.walletId, body);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      status: 'succeeded',
      balanceAfter: usd(25_000),
      reference: 'wire 42',
      refundable: null,
      workflow: null,
      paymentMethod: null,
      waitingFor: null,
      requestedBy: 'API key test',
    });
    expect(await availableOf(api.http, buyer.walletId)).toBe(25_000);
    const { data } = (await api.http.get(`/v1/wallets/${buyer.walletId}/entries`)).body;
    expect(data).toMatchObject([{ amount: usd(25_000), type: 'external_credit', topUpId: answer.body.id }]);
  });

  it('grants promotional credit for a reason', async () => {
    const buyer = await createBuyer(api.http);
    const body = { amount: usd(5_000), funding: 'promotional', reason: 'welcome' };
    const answer = await topUp(buyer.walletId, body);
    expect(answer.body).toMatchObject({ status: 'succeeded', reason: 'welcome' });
  });

  it('needs the scope to grant credit, not the one to charge cards', async () => {
    const buyer = await createBuyer(api.http);
    const chargesOnly = await api.keyWith(['top_ups:write']);
    const answer = await api.http.post(
      `/v1/wallets/${buyer.walletId}/top-ups`,
      { amount: usd(5_000), funding: 'external' },
      { Authorization: `Bearer ${chargesOnly}` },
    );
    expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
  });

  it('credits once however often the same key is sent at once', async () => {
    const buyer = await createBuyer(api.http);
    const body = { amount: usd(25_000), funding: 'external' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => topUp(buyer.walletId, body, 'twenty-at-once')),
    );
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    expect(answers.filter(({ headers }) => headers.get('Idempotent-Replayed') === 'true')).toHaveLength(19);
    expect(await availableOf(api.http, buyer.walletId)).toBe(25_000);
  });

  it('refuses a known key with another body', async () => {
    const buyer = await createBuyer(api.http);
    await topUp(buyer.walletId, { amount: usd(25_000), funding: 'external' }, 'known');
    const answer = await topUp(buyer.walletId, { amount: usd(26_000), funding: 'external' }, 'known');
    expect([answer.status, answer.body.code]).toEqual([409, 'idempotency_key_reused']);
    expect(await availableOf(api.http, buyer.walletId)).toBe(25_000);
  });
});

describe('a card while Temporal is away', () => {
  it('accepts the top-up with 202 and leaves the start to the outbox', async () => {
    const { buyer, card } = await createBuyerWithCard();
    const answer = await topUp(buyer.walletId, { amount: usd(25_000), funding: 'buyer_card' }, 'away');
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({
      status: 'pending',
      payer: 'buyer',
      paymentMethod: { id: card.id, last4: '4242' },
      attempts: [],
      balanceAfter: null,
      workflow: {
        id: `top-up:${answer.body.id}`,
        url: `http://localhost:8233/namespaces/default/workflows/top-up%3A${answer.body.id}`,
      },
    });
    expect(answer.body.waitingFor).toContain('goes on by itself');
    const wallet = (await api.http.get(`/v1/wallets/${buyer.walletId}`)).body;
    expect(wallet).toMatchObject({ available: usd(0), pendingTopUps: usd(25_000) });
    expect((await api.ledger.outbox.backlog()).waiting).toBe(1);
  });

  it('answers the same top-up in its present state to the same key', async () => {
    const { buyer } = await createBuyerWithCard();
    const body = { amount: usd(25_000), funding: 'buyer_card' };
    const first = await topUp(buyer.walletId, body, 'again');
    const again = await topUp(buyer.walletId, body, 'again');
    expect([again.status, again.body.id]).toEqual([202, first.body.id]);
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
    const { data } = (await api.http.get(`/v1/wallets/${buyer.walletId}/top-ups`)).body;
    expect(data).toHaveLength(1);
  });

  it('does not wait for Temporal again right after it was away', async () => {
    const { buyer } = await createBuyerWithCard();
    const body = { amount: usd(25_000), funding: 'buyer_card' };
    await topUp(buyer.walletId, body);
    const circuit = api.deps.topUpWorkflows;
    const known = await api.ledger.topUps.list(api.accountId, { walletId: buyer.walletId }, { limit: 1 });
    const [row] = known.items;
    if (row?.chargeId == null) throw new Error('a charge was expected');
    const before = performance.now();
    expect(await circuit.startAndAwaitFirstOutcome(row, row.chargeId)).toEqual({ started: false });
    expect(performance.now() - before).toBeLessThan(50);
  });

  it('says that a top-up cannot be canceled right now', async () => {
    const { buyer } = await createBuyerWithCard();
    const { body } = await topUp(buyer.walletId, { amount: usd(25_000), funding: 'buyer_card' });
    const answer = await api.http.post(`/v1/top-ups/${body.id}/cancel`);
    expect([answer.status, answer.body.code]).toEqual([503, 'unavailable']);
  });
});

describe('POST /v1/top-ups/:id/cancel', () => {
  it('refuses a top-up that has ended', async () => {
    const buyer = await createBuyer(api.http);
    const { body } = await topUp(buyer.walletId, { amount: usd(25_000), funding: 'external' });
    const answer = await api.http.post(`/v1/top-ups/${body.id}/cancel`, { reason: 'typed wrong' });
    expect([answer.status, answer.body.code]).toEqual([409, 'state_conflict']);
    expect(answer.body.detail).toBe('This top-up has ended as succeeded.');
  });
});

describe('a shared wallet', () => {
  it('asks whose card is charged', async () => {
    const wallet = (
      await api.http.post('/v1/wallets', { owner: 'account', currency: 'USD', name: 'Midwest pool' })
    ).body;
    await createBuyer(api.http, { name: 'One', walletId: wallet.id });
    await createBuyer(api.http, { name: 'Two', walletId: wallet.id });
    const answer = await topUp(wallet.id, { amount: usd(25_000), funding: 'buyer_card' });
    expect([answer.status, answer.body.code]).toEqual([422, 'payer_buyer_required']);
    expect((await api.http.get(`/v1/wallets/${wallet.id}`)).body).toMatchObject({
      sharedBy: 2,
      buyers: [{ name: 'One' }, { name: 'Two' }],
    });
  });
});
