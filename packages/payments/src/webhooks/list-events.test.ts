import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayBench, openGatewayBench, unique } from '../testing/gateway-bench.ts';

let bench: GatewayBench;
const start = new Date(Date.now() - 1000);

beforeAll(async () => {
  bench = await openGatewayBench();
});

afterAll(() => bench.close());

async function payment(): Promise<string> {
  const { customerId, stripePaymentMethodId } = await bench.customerWithCard();
  const paymentIntentId = await bench.paymentIntent(customerId);
  const idempotencyKey = unique('confirm');
  await bench.gateway.confirmPaymentIntent({ idempotencyKey, paymentIntentId, stripePaymentMethodId });
  return paymentIntentId;
}

describe('the events of Stripe', () => {
  it('are what the webhooks would have said', async () => {
    const paymentIntentId = await payment();
    const { events } = await bench.gateway.listEvents({
      createdAfter: start,
      types: ['payment_intent.succeeded'],
    });
    expect(events[0]).toEqual({
      id: expect.stringMatching(/^evt_/),
      type: 'payment_intent.succeeded',
      objectId: paymentIntentId,
      paymentIntentId,
      livemode: false,
      createdAt: expect.any(Date),
    });
  });

  it('come in pages, newest first, each once', async () => {
    await payment();
    await payment();
    const all = await bench.gateway.listEvents({ createdAfter: start });
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof bench.gateway.listEvents>> = await bench.gateway.listEvents({
        createdAfter: start,
        cursor,
        limit: 3,
      });
      paged.push(...page.events.map((event) => event.id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(paged).toEqual(all.events.map((event) => event.id));
  });

  it('before a moment are left out', async () => {
    const createdAfter = new Date(Date.now() + 60_000);
    expect(await bench.gateway.listEvents({ createdAfter })).toEqual({ events: [], nextCursor: null });
  });

  it('are not taken from an answer that is not Stripe’s', async () => {
    await bench.control('/faults', { path: '/v1/events', mode: 'http_502', times: 1 });
    await expect(bench.gateway.listEvents({ createdAfter: start })).rejects.toMatchObject({
      kind: 'unreachable',
    });
    const types = Array.from({ length: 21 }, (_, index) => `type.${index}`);
    await expect(bench.gateway.listEvents({ createdAfter: start, types })).rejects.toMatchObject({
      kind: 'refused',
    });
  });
});
