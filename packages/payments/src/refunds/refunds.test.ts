import { money } from '@drawdown/shared/money';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayBench, openGatewayBench, unique } from '../testing/gateway-bench.ts';

let bench: GatewayBench;

beforeAll(async () => {
  bench = await openGatewayBench();
});

afterAll(() => bench.close());

async function paid(testCard?: string) {
  const { customerId, stripePaymentMethodId } = await bench.customerWithCard(testCard);
  const paymentIntentId = await bench.paymentIntent(customerId);
  const confirmed = await bench.gateway.confirmPaymentIntent({
    idempotencyKey: unique('confirm'),
    paymentIntentId,
    stripePaymentMethodId,
  });
  if (confirmed.outcome !== 'succeeded') throw new Error(confirmed.outcome);
  const refund = (amountMinor: number, idempotencyKey = unique('rfd')) =>
    bench.gateway.createRefund({
      idempotencyKey,
      paymentIntentId,
      amount: money(BigInt(amountMinor), 'USD'),
      refundId: `rfd_${amountMinor}`,
      accountId: 'acc_1',
    });
  return { paymentIntentId, stripeChargeId: confirmed.stripeChargeId ?? '', refund };
}

async function made(testCard: string, amountMinor: number) {
  const payment = await paid(testCard);
  const outcome = await payment.refund(amountMinor);
  if (!('stripeRefundId' in outcome)) throw new Error(outcome.outcome);
  return { ...payment, outcome, stripeRefundId: outcome.stripeRefundId };
}

describe('a refund', () => {
  it('is known by our id wherever it is met', async () => {
    const { paymentIntentId, outcome, stripeRefundId } = await made('pm_card_visa', 10_000);
    expect(outcome.outcome).toBe('succeeded');
    const seen = {
      stripeRefundId,
      paymentIntentId,
      refundId: 'rfd_10000',
      amountMinor: 10_000,
      currency: 'USD',
      status: 'succeeded',
      failureReason: null,
    };
    expect(await bench.gateway.lookUpRefund(stripeRefundId)).toEqual(seen);
    expect(await bench.gateway.listRefunds(paymentIntentId)).toEqual([seen]);
  });

  it('is made once under one key, also when the answer was lost', async () => {
    const { refund, paymentIntentId } = await paid();
    const key = unique('rfd');
    await bench.control('/faults', { path: '/v1/refunds', method: 'POST', mode: 'drop_after', times: 2 });
    expect(await refund(5_000, key)).toMatchObject({ outcome: 'unknown' });
    const first = await refund(5_000, key);
    expect(first).toMatchObject({ outcome: 'succeeded' });
    expect(await refund(5_000, key)).toEqual(first);
    expect(await bench.gateway.listRefunds(paymentIntentId)).toHaveLength(1);
  });

  it('is pending, or fails, as Stripe says', async () => {
    const later = await made('pm_card_pendingRefund', 1_000);
    expect(later.outcome.outcome).toBe('pending');
    await bench.control(`/refunds/${later.stripeRefundId}/settle`, { status: 'failed' });
    expect(await bench.gateway.lookUpRefund(later.stripeRefundId)).toMatchObject({
      status: 'failed',
      failureReason: expect.any(String),
    });
  });

  it('is refused for what was refunded before, and for what the bank has taken back', async () => {
    const { refund, stripeChargeId } = await paid();
    expect(await refund(25_001)).toMatchObject({ outcome: 'refused', reason: 'already_refunded' });
    await refund(25_000);
    expect(await refund(1)).toMatchObject({ outcome: 'refused', reason: 'already_refunded' });
    const disputed = await paid();
    await bench.control(`/charges/${disputed.stripeChargeId}/dispute`, {});
    expect(await disputed.refund(100)).toMatchObject({ outcome: 'refused', reason: 'disputed' });
    expect(stripeChargeId).not.toBe(disputed.stripeChargeId);
  });

  it('is unknown when Stripe fails, is too slow, or somebody else answers', async () => {
    const { refund, paymentIntentId } = await paid();
    for (const mode of ['http_500', 'http_502', 'rate_limit', 'delay']) {
      await bench.control('/faults', { path: '/v1/refunds', mode, times: 1, delayMs: 5000 });
      expect(await refund(100), mode).toMatchObject({ outcome: 'unknown' });
    }
    await bench.control('/faults', { path: '/v1/refunds', mode: 'http_502', times: 1 });
    await expect(bench.gateway.listRefunds(paymentIntentId)).rejects.toMatchObject({ kind: 'unreachable' });
  });
});
