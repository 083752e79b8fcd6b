import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayBench, openGatewayBench, unique } from '../testing/gateway-bench.ts';

let bench: GatewayBench;

beforeAll(async () => {
  bench = await openGatewayBench();
});

afterAll(() => bench.close());

const returnUrl = 'http://localhost:4000/pay/token';

/** A charge that failed for want of the payer, or of money. */
async function failed(testCard: string) {
  const { customerId, stripePaymentMethodId } = await bench.customerWithCard(testCard);
  const paymentIntentId = await bench.paymentIntent(customerId);
  const charge = { paymentIntentId, stripePaymentMethodId };
  await bench.gateway.confirmPaymentIntent({ ...charge, idempotencyKey: unique('confirm') });
  const confirm = (idempotencyKey = unique('on-session')) =>
    bench.gateway.confirmOnSession({ ...charge, idempotencyKey, returnUrl });
  return { ...charge, confirm };
}

const decide = (page: string | null, outcome: string) =>
  fetch(String(page), { method: 'POST', body: new URLSearchParams({ outcome }), redirect: 'manual' });

describe('confirming with the payer there', () => {
  it('sends him to his bank, and the same PaymentIntent succeeds', async () => {
    const { confirm, paymentIntentId } = await failed('pm_card_authenticationRequired');
    const waiting = await confirm();
    if (waiting.outcome !== 'requiresAction') throw new Error(`not waiting but ${waiting.outcome}`);
    expect(waiting).toEqual({
      outcome: 'requiresAction',
      paymentIntentId,
      decline: null,
      clientSecret: await bench.gateway.clientSecretOf(paymentIntentId),
      redirectUrl: expect.stringMatching(/^http/),
    });
    const back = (await decide(waiting.redirectUrl, 'success')).headers.get('location');
    expect(back).toContain(returnUrl);
    expect(await confirm()).toMatchObject({ outcome: 'succeeded', paymentIntentId });
  });

  it('answers the page that is open already', async () => {
    const { confirm } = await failed('pm_card_authenticationRequired');
    const first = await confirm();
    const second = await confirm();
    expect(first).toMatchObject({ outcome: 'requiresAction' });
    expect(second).toEqual(first);
  });

  it('is declined where he refuses, and may be tried once more', async () => {
    const { confirm, paymentIntentId } = await failed('pm_card_authenticationRequired');
    const waiting = await confirm();
    await decide(waiting.outcome === 'requiresAction' ? waiting.redirectUrl : null, 'failure');
    expect(
      await bench.gateway.lookUpPaymentIntent(paymentIntentId, { knownStripeChargeIds: [] }),
    ).toMatchObject({ outcome: 'declined', decline: { code: 'payment_intent_authentication_failure' } });
    expect(await confirm()).toMatchObject({ outcome: 'requiresAction', redirectUrl: expect.any(String) });
  });

  it('is declined like any charge, or succeeds where the bank asks nothing', async () => {
    const declining = await failed('pm_card_emu_later_insufficient_funds');
    expect(await declining.confirm()).toMatchObject({
      outcome: 'declined',
      decline: { code: 'insufficient_funds' },
    });
    await bench.control(`/payment-methods/${declining.stripePaymentMethodId}`, { declineWith: null });
    expect(await declining.confirm()).toMatchObject({ outcome: 'succeeded' });
  });

  it('is unknown when the answer is lost, and answers under the same key what had happened', async () => {
    const { confirm } = await failed('pm_card_authenticationRequired');
    await bench.control('/faults', { path: '/confirm', method: 'POST', mode: 'drop_after', times: 2 });
    const key = unique('on-session');
    expect(await confirm(key)).toMatchObject({ outcome: 'unknown' });
    expect(await confirm(key)).toMatchObject({ outcome: 'requiresAction', redirectUrl: expect.any(String) });
  });
});

describe('the secret of a PaymentIntent', () => {
  it('is never made up', async () => {
    await expect(bench.gateway.clientSecretOf('pi_nobody')).rejects.toMatchObject({ kind: 'refused' });
    const { paymentIntentId } = await failed('pm_card_visa');
    await bench.control('/faults', { path: paymentIntentId, mode: 'http_502', times: 1 });
    await expect(bench.gateway.clientSecretOf(paymentIntentId)).rejects.toMatchObject({
      kind: 'unreachable',
    });
  });
});
