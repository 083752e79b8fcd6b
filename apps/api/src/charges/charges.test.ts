import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failTopUp } from '../testing/failing-charges.ts';
import { addCredit, createBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

let cards = 100;
async function createPayer(input: Record<string, unknown> = {}) {
  const buyer = await createBuyer(api.http, input);
  cards += 1;
  await api.http.post(`/v1/buyers/${buyer.id}/payment-methods`, { testCard: `pm_card_visa~${cards}` });
  return buyer;
}

const nextAttemptAt = new Date('2026-11-24T10:00:00Z');

describe('a declined charge', () => {
  it('is shown with what it waits for, whom it concerns and what was tried', async () => {
    const buyer = await createPayer({ name: 'Lone Star Roofing' });
    const { chargeId, topUpId } = await failTopUp(api, buyer, { nextAttemptAt });
    const { data } = (await api.http.get(`/v1/charges?walletId=${buyer.walletId}`)).body;
    expect(data).toMatchObject([
      {
        id: chargeId,
        topUpId,
        amount: usd(50_000),
        payer: 'buyer',
        payerBuyerId: buyer.id,
        card: { brand: 'visa' },
        state: 'scheduled',
        stateWords: 'Next attempt on Tue 24 Nov, 10:00 UTC.',
        nextAttemptAt: '2026-11-24T10:00:00.000Z',
        attempts: [{ number: 1, outcome: 'declined' }],
        decline: { code: 'insufficient_funds', message: 'There is not enough money on the card.' },
        declineClass: 'soft_funds',
        siblings: 0,
        affectedBuyers: [{ buyerId: buyer.id, name: 'Lone Star Roofing' }],
        workflow: { id: `charge-retry:${chargeId}` },
      },
    ]);
    expect((await api.http.get(`/v1/charges/${chargeId}`)).body).toEqual(data[0]);
    expect((await api.http.get(`/v1/charges?incidentId=${data[0].incidentId}`)).body.data).toHaveLength(1);
    expect((await api.http.get(`/v1/charges?buyerId=${buyer.id}`)).body.data).toHaveLength(1);
  });

  it('shows in its top-up, in words', async () => {
    const buyer = await createPayer();
    const { chargeId, topUpId } = await failTopUp(api, buyer, { nextAttemptAt });
    const topUp = (await api.http.get(`/v1/top-ups/${topUpId}`)).body;
    expect(topUp).toMatchObject({
      status: 'retrying',
      retryState: 'scheduled',
      nextAttemptAt: '2026-11-24T10:00:00.000Z',
      chargeId,
      waitingFor: 'Next attempt on Tue 24 Nov, 10:00 UTC.',
      decline: { code: 'insufficient_funds' },
    });
    expect(topUp.incidentId).toMatch(/^inc_/);
    const stuck = await failTopUp(api, await createPayer(), { decline: 'lost_card', next: 'needs_card' });
    expect((await api.http.get(`/v1/top-ups/${stuck.topUpId}`)).body).toMatchObject({
      retryState: 'needs_card',
      nextAttemptAt: null,
      waitingFor: 'Waits for another card; this one is not tried again.',
    });
  });

  it('answers 201 with the decline to a repeat of the request that asked for it', async () => {
    const buyer = await createPayer();
    const path = `/v1/wallets/${buyer.walletId}/top-ups`;
    const body = { amount: usd(50_000), funding: 'buyer_card' };
    const key = { 'Idempotency-Key': 'declined-meanwhile' };
    const first = await api.http.post(path, body, key);
    const { chargeId } = first.body;
    const { id: paymentMethodId } = first.body.paymentMethod;
    await api.ledger.collections.reserveAttempt({ chargeId, attempt: 1, paymentMethodId, asked: true });
    await api.ledger.collections.recordDecline({
      chargeId,
      attempt: 1,
      paymentIntentId: null,
      decline: { code: 'do_not_honor', adviceCode: null, networkDeclineCode: null, stripeChargeId: null },
      next: { kind: 'retry', at: nextAttemptAt },
    });
    const again = await api.http.post(path, body, key);
    expect([first.status, again.status, again.body.status]).toEqual([202, 201, 'retrying']);
    expect(again.body).toMatchObject({ decline: { code: 'do_not_honor' }, id: first.body.id });
  });

  it('is given up for a credit that brings in its money, unless that is asked for beside it', async () => {
    const buyer = await createPayer();
    const { chargeId } = await failTopUp(api, buyer, { nextAttemptAt });
    const news = async () => {
      const items = await api.ledger.outbox.claim(1_000, 0);
      return items.filter(({ message }) => message.kind === 'charge_news' && message.chargeId === chargeId);
    };
    const path = `/v1/wallets/${buyer.walletId}/top-ups`;
    const credit = { amount: usd(50_000), funding: 'external', reference: 'wire 7' };
    expect((await api.http.post(path, { ...credit, cancelPendingRetry: false })).status).toBe(201);
    expect(await news()).toEqual([]);
    expect((await api.http.post(path, credit)).status).toBe(201);
    expect(await news()).toMatchObject([{ message: { news: 'fundedOtherwise' } }]);
    expect((await api.http.post(path, { ...credit, cancelPendingRetry: 'no' })).status).toBe(400);
  });

  it('refuses leads until another card or money comes, and says so', async () => {
    const buyer = await createPayer({ name: 'Lone Star Roofing' });
    await failTopUp(api, buyer, { nextAttemptAt });
    const refused = await api.http.post('/v1/deliveries', {
      buyerId: buyer.id,
      leadId: 'lead-1',
      price: usd(2_500),
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'delivery_paused']);
    expect(refused.body).toMatchObject({
      retryable: true,
      topUpInProgress: true,
      unblockedBy:
        'Add another card for Lone Star Roofing, or add at least $500.00 to the wallet, or wait for the next attempt on Tue 24 Nov, 10:00 UTC.',
    });
    await addCredit(api.http, buyer.walletId, 50_000);
    const delivered = await api.http.post('/v1/deliveries', {
      buyerId: buyer.id,
      leadId: 'lead-2',
      price: usd(2_500),
    });
    expect(delivered.status).toBe(201);
  });

  it('lets a buyer with the policy continue receive leads on trust, within its limit', async () => {
    const buyer = await createPayer({
      billing: { failurePolicy: 'continue', exposureLimit: usd(3_000) },
    });
    await failTopUp(api, buyer);
    const lead = (leadId: string) => ({ buyerId: buyer.id, leadId, price: usd(2_500) });
    const trusted = await api.http.post('/v1/deliveries', lead('lead-1'));
    expect(trusted.body).toMatchObject({ outcome: 'delivered', fundedBy: 'trust' });
    const refused = await api.http.post('/v1/deliveries', lead('lead-2'));
    expect(refused.body).toMatchObject({
      code: 'delivery_paused',
      unblockedBy: expect.stringContaining('to pay what is owed for delivered leads'),
    });
    expect((await api.http.get(`/v1/buyers/${buyer.id}/pause`)).body).toMatchObject({
      status: 'paused',
      reasons: [{ reason: 'exposure_limit_reached' }],
      exposure: usd(2_500),
      exposureLimit: usd(3_000),
    });
  });
});

describe('acting on a charge', () => {
  const act = (chargeId: string, action: string, body?: unknown) =>
    api.http.post(`/v1/charges/${chargeId}/${action}`, body);
  const ACTIONS = [
    ['retry', undefined],
    ['stop', { note: 'not worth it' }],
    ['mark-paid', { reference: 'wire 42' }],
    ['write-off', { note: 'not worth it' }],
  ] as const;

  it.each(ACTIONS)(
    '%s answers 503 while the workflow server is away, and changes nothing',
    async (action, body) => {
      const { chargeId } = await failTopUp(api, await createPayer());
      const answer = await act(chargeId, action, body);
      expect([answer.status, answer.body.code, answer.headers.get('Retry-After')]).toEqual([
        503,
        'unavailable',
        '5',
      ]);
      expect((await api.http.get(`/v1/charges/${chargeId}`)).body.state).toBe('scheduled');
    },
  );

  it.each(ACTIONS)('%s refuses a charge that is not failing (any more)', async (action, body) => {
    const buyer = await createPayer();
    const { chargeId } = await failTopUp(api, buyer);
    const actor = { kind: 'system', id: 'test', label: 'test' } as const;
    await api.ledger.collections.close({ chargeId, as: 'stopped', actor, note: null });
    const answer = await act(chargeId, action, body);
    expect([answer.status, answer.body.code]).toEqual([409, 'charge_not_failing']);
    expect((await api.http.get(`/v1/charges/${chargeId}`)).status).toBe(404);
  });

  it('wants a note or a reference where somebody will ask why', async () => {
    const { chargeId } = await failTopUp(api, await createPayer());
    const answers = await Promise.all([
      act(chargeId, 'stop', {}),
      act(chargeId, 'mark-paid', {}),
      act(chargeId, 'write-off', { note: ' ' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
  });
});
