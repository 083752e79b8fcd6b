import { money } from '@drawdown/shared/money';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPaymentGateway } from '../gateway/payment-gateway.ts';
import { type GatewayBench, openGatewayBench, order, unique } from '../testing/gateway-bench.ts';

let bench: GatewayBench;

beforeAll(async () => {
  bench = await openGatewayBench();
});

afterAll(() => bench.close());

async function ready(testCard?: string) {
  const { customerId, stripePaymentMethodId } = await bench.customerWithCard(testCard);
  const paymentIntentId = await bench.paymentIntent(customerId);
  const confirm = (idempotencyKey = unique('confirm')) =>
    bench.gateway.confirmPaymentIntent({ idempotencyKey, paymentIntentId, stripePaymentMethodId });
  const lookUp = (knownStripeChargeIds: string[] = []) =>
    bench.gateway.lookUpPaymentIntent(paymentIntentId, { knownStripeChargeIds });
  return { customerId, stripePaymentMethodId, paymentIntentId, confirm, lookUp };
}

const fault = (path: string, mode: string, times = 1) =>
  bench.control('/faults', { path, method: 'POST', mode, times, delayMs: 5000 });

describe('a charge', () => {
  it('succeeds, and the PaymentIntent says so afterwards', async () => {
    const { confirm, lookUp, paymentIntentId } = await ready();
    expect(await lookUp()).toEqual({ outcome: 'notAttempted', paymentIntentId });
    const outcome = await confirm();
    expect(outcome).toMatchObject({ outcome: 'succeeded', paymentIntentId, amountReceivedMinor: 25_000 });
    expect(await lookUp()).toEqual(outcome);
  });

  it('is declined with what the network said', async () => {
    const { confirm, lookUp, paymentIntentId } = await ready();
    await bench.control('/payment-methods/next', { declineWith: 'insufficient_funds', times: 1 });
    const outcome = await confirm();
    expect(outcome).toMatchObject({
      outcome: 'declined',
      paymentIntentId,
      decline: { code: 'insufficient_funds', adviceCode: 'try_again_later', networkDeclineCode: '51' },
    });
    expect(await lookUp()).toEqual(outcome);
    const known = outcome.outcome === 'declined' ? [outcome.decline.stripeChargeId ?? ''] : [];
    expect(await lookUp(known)).toMatchObject({ outcome: 'notAttempted' });
  });

  it.each(['previously_declined_do_not_retry', 'rule'])(
    'is declined for the reason for which Stripe stopped it (%s), of which the code says nothing',
    async (reason) => {
      const { confirm, lookUp, stripePaymentMethodId } = await ready();
      await bench.control(`/payment-methods/${stripePaymentMethodId}`, { declineWith: reason });
      const outcome = await confirm();
      expect(outcome).toMatchObject({ outcome: 'declined', decline: { code: reason, adviceCode: null } });
      expect(await lookUp()).toEqual(outcome);
    },
  );

  it('is declined all the same when the reason cannot be asked for', async () => {
    const { confirm } = await ready('pm_card_emu_later_rule');
    await bench.control('/faults', { path: '/v1/charges/', mode: 'http_502', times: 1 });
    expect(await confirm()).toMatchObject({ outcome: 'declined', decline: { code: 'generic_decline' } });
  });

  it('needs the payer when the bank wants authentication, which is no decline', async () => {
    const { confirm, lookUp, paymentIntentId } = await ready('pm_card_authenticationRequired');
    expect(await confirm()).toMatchObject({
      outcome: 'requiresAction',
      decline: { code: 'authentication_required' },
    });
    await bench.control(`/payment-intents/${paymentIntentId}/authenticate`, { outcome: 'success' });
    expect(await lookUp()).toMatchObject({ outcome: 'succeeded' });
  });

  it('is declined as a missing card when the card is detached or unknown', async () => {
    const { paymentIntentId, stripePaymentMethodId, confirm } = await ready();
    await bench.gateway.detachCard(stripePaymentMethodId);
    const missing = { outcome: 'declined', decline: { code: 'payment_method_missing' } };
    expect(await confirm()).toMatchObject(missing);
    expect(
      await bench.gateway.confirmPaymentIntent({
        idempotencyKey: unique('confirm'),
        paymentIntentId,
        stripePaymentMethodId: 'pm_nobody',
      }),
    ).toMatchObject(missing);
  });

  it('that succeeded can be asked for again under any key and is what it was', async () => {
    const { confirm } = await ready();
    const outcome = await confirm();
    expect(await confirm()).toEqual(outcome);
  });
});

describe('an answer that is lost', () => {
  it('leaves the outcome unknown, and the same key then answers what had happened', async () => {
    const { confirm, paymentIntentId } = await ready();
    const key = unique('confirm');
    // The SDK repeats a closed connection once by itself.
    await fault('/confirm', 'drop_after', 2);
    expect(await confirm(key)).toMatchObject({ outcome: 'unknown', paymentIntentId });
    expect(await confirm(key)).toMatchObject({ outcome: 'succeeded' });
  });

  it('is unknown when somebody else answers', async () => {
    const { confirm } = await ready();
    await fault('/confirm', 'http_502');
    expect(await confirm()).toMatchObject({ outcome: 'unknown' });
  });

  it('is processing where the result comes later', async () => {
    const { stripePaymentMethodId, confirm, lookUp, paymentIntentId } = await ready();
    await bench.control(`/payment-methods/${stripePaymentMethodId}`, { processing: true });
    expect(await confirm()).toEqual({ outcome: 'processing', paymentIntentId });
    const idempotencyKey = unique('cancel');
    const canceled = await bench.gateway.cancelPaymentIntent({ paymentIntentId, idempotencyKey });
    expect(canceled).toEqual({ outcome: 'processing', paymentIntentId });
    await bench.control(`/payment-intents/${paymentIntentId}/settle`, {});
    expect(await lookUp()).toMatchObject({ outcome: 'succeeded' });
  });

  it('makes one PaymentIntent however often it is created under one key', async () => {
    const { customerId } = await bench.customerWithCard();
    const key = unique('create');
    await fault('/payment_intents', 'drop_after', 2);
    expect(await bench.gateway.createPaymentIntent(order(customerId, key))).toMatchObject({
      outcome: 'unknown',
    });
    const first = await bench.gateway.createPaymentIntent(order(customerId, key));
    const second = await bench.gateway.createPaymentIntent(order(customerId, key));
    expect(first).toMatchObject({ outcome: 'created' });
    expect(second).toEqual(first);
  });

  it('is unknown when Stripe fails, is too slow, or asks to slow down', async () => {
    const { confirm } = await ready();
    const key = unique('confirm');
    await fault('/confirm', 'http_500');
    expect(await confirm(key)).toMatchObject({ outcome: 'unknown' });
    expect(await confirm(key), 'a stored failure is repeated').toMatchObject({ outcome: 'unknown' });
    await fault('/confirm', 'rate_limit');
    expect(await confirm()).toMatchObject({
      outcome: 'unknown',
      detail: expect.stringMatching(/^throttled/),
    });
    await fault('/confirm', 'delay');
    expect(await confirm()).toMatchObject({ outcome: 'unknown' });
  });
});

describe('a request that Stripe refuses', () => {
  it('is a decline where the payer can do something about it', async () => {
    const { customerId } = await bench.customerWithCard();
    const small = await bench.gateway.createPaymentIntent(order(customerId, unique('create'), 10n));
    expect(small).toMatchObject({ outcome: 'rejected', decline: { code: 'amount_too_small' } });
    const kwd = { ...order(customerId, unique('create')), amount: money(5_001n, 'KWD') };
    expect(await bench.gateway.createPaymentIntent(kwd)).toMatchObject({
      outcome: 'rejected',
      decline: { code: 'invalid_amount' },
    });
  });

  it('is a bug of ours when a key is used for something else', async () => {
    const { customerId } = await bench.customerWithCard();
    const key = unique('create');
    await bench.gateway.createPaymentIntent(order(customerId, key));
    await expect(bench.gateway.createPaymentIntent(order(customerId, key, 30_000n))).rejects.toMatchObject({
      name: 'PaymentProviderError',
      kind: 'refused',
    });
  });

  it('is looked up when a confirmation was asked for differently before', async () => {
    const { stripePaymentMethodId, paymentIntentId, confirm } = await ready();
    const key = unique('confirm');
    const headers = { authorization: `Bearer ${bench.secretKey}`, 'idempotency-key': key };
    const body = new URLSearchParams({ payment_method: stripePaymentMethodId });
    const url = `${bench.url}/v1/payment_intents/${paymentIntentId}/confirm`;
    await fetch(url, { method: 'POST', headers, body });
    expect(await confirm(key)).toMatchObject({
      outcome: 'unknown',
      detail: expect.stringContaining('differently'),
    });
  });

  it('says so when the key is wrong, which is nobody’s decline', async () => {
    const wrong = createPaymentGateway({ secretKey: 'rubbish', apiUrl: bench.url, webhookSecrets: [] });
    await expect(wrong.createPaymentIntent(order('cus_1', unique('create')))).rejects.toMatchObject({
      kind: 'misconfigured',
    });
  });

  it('about a PaymentIntent that Stripe does not know throws', async () => {
    await expect(
      bench.gateway.lookUpPaymentIntent('pi_nobody', { knownStripeChargeIds: [] }),
    ).rejects.toMatchObject({ kind: 'refused' });
  });
});

describe('canceling', () => {
  const cancel = (paymentIntentId: string) =>
    bench.gateway.cancelPaymentIntent({ paymentIntentId, idempotencyKey: unique('cancel') });

  it('ends a PaymentIntent for good, as often as it is asked', async () => {
    const { paymentIntentId, confirm } = await ready();
    expect(await cancel(paymentIntentId)).toEqual({ outcome: 'canceled', paymentIntentId });
    expect(await cancel(paymentIntentId)).toEqual({ outcome: 'canceled', paymentIntentId });
    expect(await confirm()).toEqual({ outcome: 'canceled', paymentIntentId });
  });

  it('answers that the money has come in where it has', async () => {
    const { paymentIntentId, confirm } = await ready();
    const succeeded = await confirm();
    expect(await cancel(paymentIntentId)).toEqual(succeeded);
  });
});
