import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failTopUp } from '../testing/failing-charges.ts';
import { createBuyer, createFundedBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const deliver = (buyerId: string, leadId: string) =>
  api.http.post('/v1/deliveries', { buyerId, leadId, price: usd(2_500) });

describe('a pause by hand', () => {
  it('stops delivery at once, counts what it withholds, and ends with a note', async () => {
    const buyer = await createFundedBuyer(api.http, 25_000);
    const path = `/v1/buyers/${buyer.id}`;
    expect((await api.http.get(`${path}/pause`)).body).toMatchObject({
      status: 'active',
      since: null,
      reasons: [],
      unblockedBy: null,
      workflow: null,
    });
    const paused = await api.http.post(`${path}/pause`, { note: 'wants a break' });
    expect(paused.status).toBe(200);
    expect(paused.body).toMatchObject({
      status: 'paused',
      reasons: [
        {
          reason: 'manual',
          words: 'Paused by hand',
          note: 'wants a break',
          by: 'API key test',
          amount: null,
        },
      ],
      unblockedBy: 'An admin has to resume delivery to Acme Solar.',
      workflow: { id: `pause:${buyer.id}` },
    });
    expect((await deliver(buyer.id, 'lead-1')).body.code).toBe('delivery_paused');
    expect((await deliver(buyer.id, 'lead-2')).body.code).toBe('delivery_paused');
    expect((await api.http.get(`${path}/pause`)).body.withheld).toEqual({ leads: 2, value: usd(5_000) });
    expect((await api.http.get(path)).body).toMatchObject({
      deliveryStatus: 'paused',
      pauseReasons: [{ reason: 'manual', note: 'wants a break' }],
    });

    const resumed = await api.http.post(`${path}/resume`, { note: 'back again' });
    expect(resumed.body).toMatchObject({ status: 'active', reasons: [] });
    expect((await deliver(buyer.id, 'lead-3')).status).toBe(201);
    const again = await api.http.post(`${path}/resume`, { note: 'back again' });
    expect([again.status, again.body.code]).toEqual([409, 'state_conflict']);
  });

  it('is one pause however often it is asked for, and needs a note', async () => {
    const buyer = await createBuyer(api.http);
    const path = `/v1/buyers/${buyer.id}/pause`;
    expect((await api.http.post(path, {})).status).toBe(400);
    const answers = await Promise.all([1, 2, 3].map(() => api.http.post(path, { note: 'twice' })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await api.http.get(path)).body.reasons).toHaveLength(1);
  });

  it('is told by an event of the account', async () => {
    const buyer = await createBuyer(api.http);
    await api.http.post(`/v1/buyers/${buyer.id}/pause`, { note: 'told' });
    const { data } = (await api.http.get('/v1/webhook-deliveries')).body;
    expect(data[0]).toMatchObject({
      type: 'buyer.paused',
      state: 'waiting',
      payload: { buyerId: buyer.id, reasons: ['manual'] },
    });
  });
});

describe('the timing of a pause', () => {
  it('can be changed to what is left, and back', async () => {
    const buyer = await createFundedBuyer(api.http, 2_500);
    await api.http.post(`/v1/buyers/${buyer.id}/payment-methods`, { testCard: 'pm_card_visa~301' });
    await failTopUp(api, buyer);
    expect((await deliver(buyer.id, 'lead-1')).body.code).toBe('delivery_paused');

    const path = `/v1/buyers/${buyer.id}/pause-timing`;
    const softened = await api.http.post(path, { timing: 'when_exhausted' });
    expect(softened.body).toMatchObject({
      status: 'active',
      since: null,
      unblockedBy: null,
      reasons: [{ reason: 'charge_declined', effect: 'pause_when_exhausted', amount: usd(50_000) }],
    });
    expect((await api.http.get(`/v1/buyers/${buyer.id}`)).body).toMatchObject({
      deliveryStatus: 'active',
      pauseReasons: [],
    });
    expect((await deliver(buyer.id, 'lead-2')).status).toBe(201);
    expect((await deliver(buyer.id, 'lead-3')).body.code).toBe('delivery_paused');
    expect((await api.http.get(`/v1/buyers/${buyer.id}/pause`)).body).toMatchObject({
      status: 'paused',
      available: usd(0),
      reasons: [{ effect: 'pause' }],
    });
  });
});
