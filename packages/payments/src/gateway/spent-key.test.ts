import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayBench, openGatewayBench, unique } from '../testing/gateway-bench.ts';
import { isKeySpent } from './spent-key.ts';

let bench: GatewayBench;

beforeAll(async () => {
  bench = await openGatewayBench();
});
afterAll(() => bench.close());

const buyer = (buyerId = unique('buy')) => ({
  idempotencyKey: unique('cus'),
  name: 'Acme Solar',
  email: null,
  metadata: { buyerId },
});

/** Whether the key of a call that fails is spent then. */
async function spentBy(customer: ReturnType<typeof buyer>): Promise<boolean> {
  try {
    await bench.gateway.createCustomer(customer);
  } catch (error) {
    return isKeySpent(error);
  }
  throw new Error('the call did not fail');
}

/** The client repeats a call whose connection was closed, once and under the same key. */
const DROPPED = { times: 2 };

const fault = (mode: string, more: object = {}) =>
  bench.control('/faults', { path: '/v1/customers', method: 'POST', mode, times: 1, ...more });

describe('a key', () => {
  it('is spent once Stripe repeats a failure that it has stored, not at the failure itself', async () => {
    const customer = buyer();
    await fault('http_500');
    expect(await spentBy(customer)).toBe(false);
    expect(await spentBy(customer)).toBe(true);
  });

  it('is spent where it came with other parameters before', async () => {
    const customer = buyer();
    await bench.gateway.createCustomer(customer);
    expect(await spentBy({ ...customer, name: 'Acme Solar Ltd' })).toBe(true);
  });

  it.each([
    ['drop_before', DROPPED],
    ['drop_after', DROPPED],
    ['rate_limit', {}],
    ['http_502', {}],
  ] as const)('is not spent by %s: the same key still brings the answer', async (mode, more) => {
    const customer = buyer();
    await fault(mode, more);
    expect(await spentBy(customer)).toBe(false);
    await bench.gateway.createCustomer(customer);
  });

  it('is not spent while its first request is under way', async () => {
    const customer = buyer();
    await fault('delay', { delayMs: 3_000 });
    // Both before the answer: the one does not wait for it, the other is told that the key is in use.
    expect(await spentBy(customer)).toBe(false);
    expect(await spentBy(customer)).toBe(false);
  });
});

describe('a customer', () => {
  it('that was made without our hearing of it is found again by the buyer', async () => {
    const buyerId = unique('buy');
    expect(await bench.gateway.findCustomer({ buyerId })).toBeNull();
    await fault('drop_after', DROPPED);
    await expect(bench.gateway.createCustomer(buyer(buyerId))).rejects.toMatchObject({ kind: 'unreachable' });
    expect(await bench.gateway.findCustomer({ buyerId })).toMatchObject({
      customerId: expect.stringMatching(/^cus_/),
    });
  });
});
