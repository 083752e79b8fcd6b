import { STANDARD_RETRY_POLICY } from '@drawdown/shared/retries';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const save = (body: unknown) => api.http.put('/v1/settings/billing', body);

describe('billing settings', () => {
  it('begin careful: nothing on trust, the standard schedule', async () => {
    expect((await api.http.get('/v1/settings/billing')).body).toMatchObject({
      defaultExposureLimit: usd(0),
      residue: usd(100),
      retryPolicy: { ...STANDARD_RETRY_POLICY, label: null },
      mailReplyTo: null,
    });
  });

  it('keep what is left out, and take the schedule as a whole', async () => {
    const retryPolicy = { softFunds: [60], softIssuer: [60, 120], softTechnical: [], giveUpAfter: 7_200 };
    const saved = await save({ retryPolicy: { ...retryPolicy, label: 'for the test' } });
    expect(saved.body.retryPolicy).toEqual({ ...retryPolicy, label: 'for the test' });
    const changed = await save({ defaultExposureLimit: usd(20_000), mailReplyTo: 'billing@agency.example' });
    expect(changed.body).toMatchObject({
      defaultExposureLimit: usd(20_000),
      mailReplyTo: 'billing@agency.example',
      retryPolicy,
    });
    expect((await save({ retryPolicy: null })).body.retryPolicy).toEqual({
      ...STANDARD_RETRY_POLICY,
      label: null,
    });
    expect((await save({ mailReplyTo: null })).body.mailReplyTo).toBeNull();
  });

  it('refuse what would hammer a card, another currency, and what is no address', async () => {
    const policy = { softFunds: [1], softIssuer: [], softTechnical: [], giveUpAfter: 7_200 };
    const tooMany = { ...policy, softFunds: Array.from({ length: 9 }, () => 60) };
    const answers = await Promise.all([
      save({ retryPolicy: policy }),
      save({ retryPolicy: tooMany }),
      save({ defaultExposureLimit: { amount: 100, currency: 'EUR' } }),
      save({ residue: usd(-1) }),
      save({ mailReplyTo: 'nobody' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 422, 400, 400]);
  });

  it('have a word for each buyer', async () => {
    const buyer = await createBuyer(api.http);
    expect(buyer.billing).toMatchObject({ retryWhilePaused: true, notifyBuyer: false });
    const billing = { retryWhilePaused: false, notifyBuyer: true };
    const changed = await api.http.patch(`/v1/buyers/${buyer.id}`, { billing });
    expect(changed.body.billing).toEqual({ ...buyer.billing, ...billing });
  });
});

describe('the webhook endpoint', () => {
  it('gets a secret of its own, which only those see who may change settings', async () => {
    const path = '/v1/settings/webhook';
    expect((await api.http.get(path)).body).toEqual({
      url: null,
      enabled: false,
      secret: null,
      types: ['buyer.paused', 'buyer.resumed', 'delivery.delivered', 'delivery.refused'],
    });
    const endpoint = { url: 'https://hooks.example/drawdown', enabled: true };
    const saved = (await api.http.put(path, endpoint)).body;
    expect(saved).toMatchObject({ ...endpoint, secret: expect.stringMatching(/^whsec_/) });
    expect((await api.http.put(path, { ...endpoint, enabled: false })).body.secret).toBe(saved.secret);
    const rolled = (await api.http.put(path, { ...endpoint, rollSecret: true })).body;
    expect(rolled.secret).not.toBe(saved.secret);

    const Authorization = `Bearer ${await api.keyWith(['settings:read'])}`;
    expect((await api.http.get(path, { Authorization })).body).toMatchObject({ ...endpoint, secret: null });
    for (const url of ['ftp://hooks.example', 'hooks.example', 'javascript:alert(1)'])
      expect((await api.http.put(path, { url, enabled: true })).status).toBe(400);
  });

  it('can be told again', async () => {
    const buyer = await createBuyer(api.http);
    await api.http.post(`/v1/buyers/${buyer.id}/pause`, { note: 'told' });
    const [message] = (await api.http.get('/v1/webhook-deliveries')).body.data;
    await api.ledger.outgoingWebhooks.delivered(message.id, 204);
    const [delivered] = (await api.http.get('/v1/webhook-deliveries')).body.data;
    expect(delivered).toMatchObject({ id: message.id, state: 'delivered', lastStatus: 204 });
    expect((await api.http.post(`/v1/webhook-deliveries/${message.id}/resend`)).status).toBe(204);
    const [again] = (await api.http.get('/v1/webhook-deliveries')).body.data;
    expect(again).toMatchObject({ id: message.id, state: 'waiting', deliveredAt: null });
  });
});
