import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayBench, openGatewayBench, unique } from '../testing/gateway-bench.ts';

let bench: GatewayBench;

beforeAll(async () => {
  bench = await openGatewayBench();
});

afterAll(() => bench.close());

async function deleteCustomer(customerId: string): Promise<void> {
  const headers = { authorization: `Bearer ${bench.secretKey}` };
  await fetch(`${bench.url}/v1/customers/${customerId}`, { method: 'DELETE', headers });
}

/** A PaymentIntent of a customer that was deleted, and the card of the payer's next customer. */
async function orphan(testCard?: string) {
  const { customerId } = await bench.customerWithCard();
  const paymentIntentId = await bench.paymentIntent(customerId);
  await deleteCustomer(customerId);
  const { stripePaymentMethodId } = await bench.customerWithCard(testCard);
  const idempotencyKey = unique('confirm');
  const charge = { paymentIntentId, stripePaymentMethodId, idempotencyKey };
  return { ...charge, confirm: () => bench.gateway.confirmPaymentIntent(charge) };
}

/** Under which keys Stripe did something, rather than repeat what it had answered before. */
const keysOf = async (paymentIntentId: string) => {
  const asked = await bench.requests(`${paymentIntentId}/confirm`);
  return asked.filter(({ replayed }) => !replayed).map(({ idempotencyKey }) => idempotencyKey);
};

describe('a PaymentIntent whose customer was deleted at Stripe', () => {
  it('is paid by the card of the payer’s next customer, once, however often the attempt is repeated', async () => {
    const { confirm, paymentIntentId, idempotencyKey } = await orphan();
    const paid = await confirm();
    expect(paid).toMatchObject({ outcome: 'succeeded', paymentIntentId });
    expect(await confirm()).toMatchObject({ outcome: 'succeeded' });
    expect(await keysOf(paymentIntentId)).toEqual([idempotencyKey, `${idempotencyKey}:customer`]);
  });

  it('is declined by that card as any other is', async () => {
    const { confirm, paymentIntentId, idempotencyKey } = await orphan('pm_card_chargeCustomerFail');
    expect(await confirm()).toMatchObject({ outcome: 'declined', decline: { code: 'generic_decline' } });
    expect(await confirm()).toMatchObject({ outcome: 'declined', decline: { code: 'generic_decline' } });
    expect(await keysOf(paymentIntentId)).toEqual([idempotencyKey, `${idempotencyKey}:customer`]);
  });

  it('is paid with the payer there too', async () => {
    const { paymentIntentId, stripePaymentMethodId, idempotencyKey } = await orphan();
    const charge = {
      paymentIntentId,
      stripePaymentMethodId,
      idempotencyKey,
      returnUrl: 'http://localhost/back',
    };
    expect(await bench.gateway.confirmOnSession(charge)).toMatchObject({ outcome: 'succeeded' });
  });

  it('is unknown while Stripe does not say whose the card is, and known under the same key afterwards', async () => {
    const { confirm, stripePaymentMethodId } = await orphan();
    const path = `/v1/payment_methods/${stripePaymentMethodId}`;
    await bench.control('/faults', { path, mode: 'http_502', times: 1 });
    expect(await confirm()).toMatchObject({ outcome: 'unknown' });
    expect(await confirm()).toMatchObject({ outcome: 'succeeded' });
  });
});

describe('a card of somebody else', () => {
  it('pays nothing of a customer that is there', async () => {
    const { customerId } = await bench.customerWithCard();
    const paymentIntentId = await bench.paymentIntent(customerId);
    const { stripePaymentMethodId } = await bench.customerWithCard();
    const idempotencyKey = unique('confirm');
    const refused = { outcome: 'declined', decline: { code: 'payment_method_missing' } };
    const confirm = { idempotencyKey, paymentIntentId, stripePaymentMethodId };
    expect(await bench.gateway.confirmPaymentIntent(confirm)).toMatchObject(refused);
  });

  it('that was detached pays nothing either', async () => {
    const { customerId, stripePaymentMethodId } = await bench.customerWithCard();
    const paymentIntentId = await bench.paymentIntent(customerId);
    await bench.gateway.detachCard(stripePaymentMethodId);
    await deleteCustomer(customerId);
    const idempotencyKey = unique('confirm');
    const confirm = { idempotencyKey, paymentIntentId, stripePaymentMethodId };
    expect(await bench.gateway.confirmPaymentIntent(confirm)).toMatchObject({
      outcome: 'declined',
      decline: { code: 'payment_method_missing' },
    });
  });
});
