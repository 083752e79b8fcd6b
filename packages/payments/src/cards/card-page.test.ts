import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayBench, openGatewayBench } from '../testing/gateway-bench.ts';

let bench: GatewayBench;
let customerId: string;
beforeAll(async () => {
  bench = await openGatewayBench();
  customerId = (await bench.customerWithCard()).customerId;
});
afterAll(() => bench.close());

const BACK = 'https://wallet.example/account/cards?card=';
const consent = { text: `I agree. ${'x'.repeat(600)}`, by: 'Ada', at: new Date('2026-11-23T00:00:00Z') };

const openPage = (more = {}) =>
  bench.gateway.createCardPage({
    customerId,
    currency: 'USD',
    successUrl: `${BACK}{CHECKOUT_SESSION_ID}`,
    cancelUrl: `${BACK}canceled`,
    ...more,
  });
const enter = (url: string, card: string) =>
  fetch(url, { method: 'POST', body: new URLSearchParams({ card }), redirect: 'manual' });
const save = (checkoutSessionId: string, customer = customerId) =>
  bench.gateway.saveCard({ customerId: customer, source: { checkoutSessionId } });

describe('the page of Stripe on which a card is entered', () => {
  it('comes back with the card that was entered there, and what the payer agreed to before', async () => {
    const { url, sessionId } = await openPage({ consent });
    expect(await bench.gateway.cardPageResult(sessionId)).toEqual({ state: 'open', customerId });
    const back = (await enter(url, 'pm_card_mastercard')).headers.get('location');
    expect(back).toBe(`${BACK}${sessionId}`);
    expect(await bench.gateway.cardPageResult(sessionId)).toMatchObject({
      state: 'complete',
      customerId,
      attachedTo: customerId,
      card: { brand: 'mastercard', last4: '4444' },
      consentText: consent.text,
    });
    const saved = await save(sessionId);
    expect(saved).toMatchObject({ outcome: 'saved', consentText: consent.text });
    expect(await save(sessionId)).toEqual(saved);
  });

  it('gives no card while none was entered, nor to another customer', async () => {
    const { url, sessionId } = await openPage();
    expect(await save(sessionId)).toMatchObject({
      outcome: 'rejected',
      detail: expect.stringMatching(/No card was entered/),
    });
    await enter(url, 'pm_card_visa~page');
    const other = await bench.customerWithCard();
    expect(await save(sessionId, other.customerId)).toEqual({
      outcome: 'rejected',
      detail: 'This card was saved for somebody else.',
    });
  });

  it('does not bring back a card that was removed since', async () => {
    const { url, sessionId } = await openPage();
    await enter(url, 'pm_card_visa~removed');
    const saved = await save(sessionId);
    if (saved.outcome !== 'saved') throw new Error('the card was not saved');
    expect(saved.consentText).toBeUndefined();
    await bench.gateway.detachCard(saved.card.stripePaymentMethodId);
    expect(await save(sessionId)).toMatchObject({
      outcome: 'rejected',
      detail: expect.stringMatching(/was removed since/),
    });
  });

  it('expires, and is unknown where Stripe never had it', async () => {
    const { sessionId } = await openPage();
    await bench.control('/clock', { advanceSeconds: 25 * 60 * 60 });
    expect(await bench.gateway.cardPageResult(sessionId)).toEqual({ state: 'expired', customerId });
    expect(await save(sessionId)).toMatchObject({
      outcome: 'rejected',
      detail: expect.stringMatching(/has expired/),
    });
    expect(await save('cs_test_nobody')).toMatchObject({ outcome: 'rejected' });
  });

  it('cannot be opened while nobody answers', async () => {
    await bench.control('/faults', { path: '/v1/checkout/sessions', mode: 'http_502', times: 1 });
    await expect(openPage()).rejects.toMatchObject({ kind: 'unreachable' });
  });
});
