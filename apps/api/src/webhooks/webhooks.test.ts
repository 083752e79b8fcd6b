import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpClient } from '../testing/http-client.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi, WEBHOOK_SECRET } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const event = (id: string, change: object = {}) =>
  JSON.stringify({
    id,
    object: 'event',
    type: 'payment_intent.succeeded',
    livemode: false,
    created: Math.floor(Date.now() / 1_000),
    data: { object: { id: 'pi_1', object: 'payment_intent' } },
    ...change,
  });

function signature(payload: string, { secret = WEBHOOK_SECRET, at = Date.now() } = {}): string {
  const seconds = Math.floor(at / 1_000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${payload}`).digest('hex')}`;
}

const post = (payload: string, header: string) =>
  createHttpClient(api.url, { 'Stripe-Signature': header }).send('POST', '/webhooks/stripe', {
    rawBody: payload,
  });

describe('POST /webhooks/stripe', () => {
  it('keeps a signed event once, however often it is sent', async () => {
    const payload = event('evt_1');
    for (let sent = 0; sent < 2; sent += 1) {
      const answer = await post(payload, signature(payload));
      expect([answer.status, answer.body]).toEqual([200, { received: true }]);
    }
    expect(await api.ledger.webhookInbox.get('evt_1')).toMatchObject({
      paymentIntentId: 'pi_1',
      processedAt: null,
    });
    expect((await api.ledger.outbox.backlog()).waiting).toBe(1);
  });

  it.each([
    { what: 'another secret', header: (payload: string) => signature(payload, { secret: 'whsec_other' }) },
    {
      what: 'an old signature',
      header: (payload: string) => signature(payload, { at: Date.now() - 600_000 }),
    },
    { what: 'one byte more than was signed', header: (payload: string) => signature(payload.slice(1)) },
    { what: 'no signature', header: () => '' },
  ])('refuses $what', async ({ header }) => {
    const payload = event('evt_2');
    const answer = await post(payload, header(payload));
    expect([answer.status, answer.body.code]).toEqual([400, 'signature_invalid']);
    expect(await api.ledger.webhookInbox.get('evt_2')).toBeNull();
  });

  it("refuses an event of Stripe's other mode", async () => {
    const payload = event('evt_3', { livemode: true });
    expect((await post(payload, signature(payload))).status).toBe(400);
    expect(await api.ledger.webhookInbox.get('evt_3')).toBeNull();
  });
});
