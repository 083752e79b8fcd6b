import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayBench, openGatewayBench, unique } from '../testing/gateway-bench.ts';

let bench: GatewayBench;

beforeAll(async () => {
  bench = await openGatewayBench();
});

afterAll(() => bench.close());

async function paid(testCard = 'pm_card_visa') {
  const { customerId, stripePaymentMethodId } = await bench.customerWithCard(testCard);
  const paymentIntentId = await bench.paymentIntent(customerId);
  const confirmed = await bench.gateway.confirmPaymentIntent({
    idempotencyKey: unique('confirm'),
    paymentIntentId,
    stripePaymentMethodId,
  });
  if (confirmed.outcome !== 'succeeded') throw new Error(confirmed.outcome);
  return { paymentIntentId, stripeChargeId: confirmed.stripeChargeId ?? '' };
}

async function disputed(order: object = {}) {
  const payment = await paid();
  await bench.control(`/charges/${payment.stripeChargeId}/dispute`, order);
  const [seen] = await bench.gateway.listDisputes(payment.paymentIntentId);
  if (seen === undefined) throw new Error('Stripe lists no dispute');
  return { ...payment, seen, close: (status: string) => close(seen.stripeDisputeId, status) };
}

const close = (id: string, status: string) => bench.control(`/disputes/${id}/close`, { status });

describe('a dispute', () => {
  it('is what it is about, until when it can be answered, and what it has moved', async () => {
    const { seen, paymentIntentId } = await disputed({ reason: 'duplicate' });
    expect(seen).toEqual({
      stripeDisputeId: expect.stringMatching(/^du_/),
      paymentIntentId,
      amountMinor: 25_000,
      currency: 'USD',
      reason: 'duplicate',
      status: 'needs_response',
      evidenceDueAt: expect.stringMatching(/Z$/),
      evidenceSubmitted: false,
      createdAt: expect.stringMatching(/Z$/),
      movements: [
        {
          balanceTransactionId: expect.stringMatching(/^txn_/),
          amountMinor: -25_000,
          feeMinor: 1_500,
          currency: 'USD',
        },
      ],
    });
    expect(await bench.gateway.lookUpDispute(seen.stripeDisputeId)).toEqual(seen);
  });

  it('that was won has moved the money there and back', async () => {
    const { seen, close: decide } = await disputed();
    await decide('won');
    const won = await bench.gateway.lookUpDispute(seen.stripeDisputeId);
    expect(won.status).toBe('won');
    expect(won.movements.map(({ amountMinor }) => amountMinor)).toEqual([-25_000, 25_000]);
  });

  it('of a part of a payment says so, and an inquiry moves nothing until it becomes a dispute', async () => {
    const { seen } = await disputed({ inquiry: true, amount: 7_000 });
    expect(seen).toMatchObject({ status: 'warning_needs_response', amountMinor: 7_000, movements: [] });
    await bench.control(`/disputes/${seen.stripeDisputeId}/escalate`, {});
    expect(await bench.gateway.lookUpDispute(seen.stripeDisputeId)).toMatchObject({
      status: 'needs_response',
      movements: [{ amountMinor: -7_000, feeMinor: 1_500 }],
    });
  });

  it('of a payment that was refunded in part is about the rest', async () => {
    const payment = await paid();
    const amount = { amountMinor: 10_000n, currency: 'USD' } as const;
    const order = { paymentIntentId: payment.paymentIntentId, refundId: 'rfd_1', accountId: 'acc_1' };
    await bench.gateway.createRefund({ idempotencyKey: unique('rfd'), amount, ...order });
    await bench.control(`/charges/${payment.stripeChargeId}/dispute`, {});
    expect(await bench.gateway.listDisputes(payment.paymentIntentId)).toMatchObject([
      { amountMinor: 15_000 },
    ]);
  });

  it('is not taken from an answer that is not Stripe’s', async () => {
    const { seen, paymentIntentId } = await disputed();
    for (const look of [
      () => bench.gateway.lookUpDispute(seen.stripeDisputeId),
      () => bench.gateway.listDisputes(paymentIntentId),
    ]) {
      await bench.control('/faults', { path: '/v1/disputes', mode: 'http_502', times: 1 });
      await expect(look()).rejects.toMatchObject({ kind: 'unreachable' });
    }
    await expect(bench.gateway.lookUpDispute('du_unknown')).rejects.toMatchObject({ kind: 'refused' });
  });
});

describe('an early fraud warning', () => {
  it('says which payment it is about and whether anything can still be done', async () => {
    const { paymentIntentId, stripeChargeId } = await paid();
    const events = () =>
      bench.gateway.listEvents({ createdAfter: new Date(0), types: ['radar.early_fraud_warning.created'] });
    await bench.control(`/charges/${stripeChargeId}/early-fraud-warning`, {});
    const id = (await events()).events[0]?.objectId ?? '';
    expect(await bench.gateway.lookUpFraudWarning(id)).toEqual({
      stripeWarningId: id,
      paymentIntentId,
      fraudType: 'unauthorized_use_of_card',
      actionable: true,
    });
  });
});
