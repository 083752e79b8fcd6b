import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmulatedStripe, startEmulatedStripe } from '../testing/emulated-stripe.ts';
import { errorOf } from '../testing/payer.ts';

let emulated: EmulatedStripe;
let customer: string;
beforeEach(async () => {
  emulated = await startEmulatedStripe();
  ({ id: customer } = await emulated.stripe.customers.create({ name: 'Acme <Solar>' }));
});
afterEach(() => emulated.close());

const create = (more = {}, options = {}) =>
  emulated.stripe.checkout.sessions.create(
    {
      mode: 'setup',
      customer,
      currency: 'usd',
      allowed_payment_method_types: ['card'],
      success_url: 'http://localhost:4000/cards?card={CHECKOUT_SESSION_ID}',
      cancel_url: 'http://localhost:4000/cards?card=canceled',
      metadata: { consentText: 'I agree.' },
      setup_intent_data: { metadata: { consentText: 'I agree.' } },
      ...more,
    },
    options,
  );
const read = (id: string) => emulated.stripe.checkout.sessions.retrieve(id, { expand: ['setup_intent'] });
const submit = (page: string | null, fields: Record<string, string>) =>
  fetch(page ?? '', { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
const eventsOf = async () => (await emulated.stripe.events.list({ limit: 100 })).data.map(({ type }) => type);

describe('a checkout session that saves a card', () => {
  it('saves the card that the payer enters, tells so, and sends him back with the session', async () => {
    const session = await create();
    expect(session).toMatchObject({ status: 'open', metadata: { consentText: 'I agree.' } });
    const shown = await fetch(session.url ?? '');
    const text = await shown.text();
    expect(text).toContain('Acme &lt;Solar&gt;');
    expect(text).toContain('pm_card_mastercard');
    const answer = await submit(session.url, { card: 'pm_card_mastercard', variant: '7', act: 'save' });
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      `http://localhost:4000/cards?card=${session.id}`,
    ]);
    const after = await read(session.id);
    expect(after).toMatchObject({
      status: 'complete',
      url: null,
      setup_intent: { status: 'succeeded', customer, metadata: { consentText: 'I agree.' } },
    });
    const cards = await emulated.stripe.paymentMethods.list({ customer });
    expect(cards.data).toMatchObject([{ customer, card: { brand: 'mastercard' } }]);
    expect(await eventsOf()).toEqual(
      expect.arrayContaining([
        'checkout.session.completed',
        'setup_intent.succeeded',
        'payment_method.attached',
      ]),
    );
    expect((await submit(session.url, { card: 'pm_card_visa' })).status).toBe(404);
    expect((await fetch(session.url ?? '')).status).toBe(404);
  });

  it('lets the payer go back without a card', async () => {
    const session = await create();
    const answer = await submit(session.url, { card: 'pm_card_visa', act: 'cancel' });
    expect(answer.headers.get('location')).toBe('http://localhost:4000/cards?card=canceled');
    expect(await read(session.id)).toMatchObject({ status: 'open' });
  });

  it('asks for another card when one is declined', async () => {
    const session = await create();
    const declined = await submit(session.url, { card: 'pm_card_visa_chargeDeclined' });
    expect(declined.status).toBe(200);
    expect(await declined.text()).toContain('Your card was declined.');
    expect(await read(session.id)).toMatchObject({
      status: 'open',
      setup_intent: { last_setup_error: { code: 'card_declined' } },
    });
    expect((await submit(session.url, { card: 'pm_card_visa' })).status).toBe(303);
  });

  it('has the bank ask the payer where the card wants that', async () => {
    const session = await create();
    const card = 'pm_card_authenticationRequiredOnSetup';
    expect(await (await submit(session.url, { card })).text()).toContain('The bank that issued the card');
    expect(await (await submit(session.url, { outcome: 'failure' })).text()).toContain(
      'authentication failed',
    );
    await submit(session.url, { card });
    expect((await submit(session.url, { outcome: 'success' })).status).toBe(303);
    expect(await read(session.id)).toMatchObject({ status: 'complete' });
  });

  it('expires when nobody uses it in time', async () => {
    const session = await create();
    await emulated.control('POST /clock', { advanceSeconds: 24 * 60 * 60 });
    expect((await fetch(session.url ?? '')).status).toBe(404);
    expect(await read(session.id)).toMatchObject({ status: 'expired', url: null });
    expect((await eventsOf()).filter((type) => type === 'checkout.session.expired')).toHaveLength(1);
    const again = emulated.stripe.checkout.sessions.expire(session.id);
    expect((await errorOf(again)).message).toContain('status of `expired`');
  });

  it('is made once under one key', async () => {
    const options = { idempotencyKey: 'page-1' };
    expect((await create({}, options)).id).toBe((await create({}, options)).id);
    expect((await emulated.stripe.checkout.sessions.list({ customer })).data).toHaveLength(1);
  });

  it.each([
    ['mode', { mode: 'payment' }],
    ['customer', { customer: 'cus_nobody' }],
    ['success_url', { success_url: 'javascript:alert(1)' }],
    ['expires_at', { expires_at: 1 }],
    ['payment_method_types', { payment_method_types: ['card'] }],
    ['currency', { currency: undefined, allowed_payment_method_types: undefined }],
  ])('is refused for a wrong %s', async (param, more) => {
    expect(await errorOf(create(more))).toMatchObject({ param });
  });
});
