import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const sentSchema = z.object({
  data: z.array(z.object({ event: z.string(), signature: z.string(), status: z.number().nullable() })),
});

const secrets: string[] = [];
let api: TestApi;

beforeAll(async () => {
  api = await startTestApi({ webhookSecrets: secrets });
  const endpoint = { url: `${api.url}/webhooks/stripe`, 'enabled_events[0]': 'customer.created' };
  const made = await stripe('/v1/webhook_endpoints', new URLSearchParams(endpoint));
  secrets.push(z.object({ secret: z.string() }).parse(made).secret);
});
afterAll(() => api.close());

async function stripe(path: string, body?: URLSearchParams | string): Promise<unknown> {
  const response = await fetch(`${api.stripeApiUrl}${path}`, {
    ...(body !== undefined && { method: 'POST', body }),
    headers: { authorization: 'Bearer sk_test_emulator_api' },
  });
  expect(response.status).toBe(200);
  return response.json();
}

const webhooks = (mode: string) => stripe('/_emulator/webhooks', JSON.stringify({ mode }));

async function sent(): Promise<z.infer<typeof sentSchema>['data']> {
  return sentSchema.parse(await stripe('/_emulator/deliveries?type=customer.created')).data;
}

describe('a webhook of whoever does not know the secret', () => {
  it('is refused and leaves nothing, and the true one is taken afterwards', async () => {
    await webhooks('bad_signature');
    await stripe('/v1/customers', new URLSearchParams({ name: 'Acme Solar' }));
    const [forged] = await vi.waitFor(async () => {
      const deliveries = await sent();
      expect(deliveries.length).toBeGreaterThan(0);
      return deliveries;
    });
    expect(forged).toMatchObject({ signature: 'bad', status: 400 });
    expect(await api.ledger.webhookInbox.get(forged?.event ?? '')).toBeNull();

    await webhooks('deliver');
    await vi.waitFor(
      async () => expect((await sent()).at(-1)).toMatchObject({ signature: 'good', status: 200 }),
      { timeout: 10_000 },
    );
    expect((await sent()).filter(({ signature, status }) => signature === 'bad' && status !== 400)).toEqual(
      [],
    );
    expect(await api.ledger.webhookInbox.get(forged?.event ?? '')).toMatchObject({
      type: 'customer.created',
    });
    expect((await api.ledger.outbox.backlog()).waiting).toBe(1);
  });
});
