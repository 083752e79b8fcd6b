import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmulatedStripe, startEmulatedStripe } from '../testing/emulated-stripe.ts';
import { cardErrorOf, confirmOffSession, errorOf, openIntent, savePayer } from '../testing/payer.ts';

let emulated: EmulatedStripe;
beforeEach(async () => {
  emulated = await startEmulatedStripe();
});
afterEach(() => emulated.close());

async function eventTypes(): Promise<string[]> {
  const events = await emulated.stripe.events.list({ limit: 100 });
  return events.data.map((event) => event.type).reverse();
}

describe('a card that needs authentication', () => {
  it('is declined off-session, and pays the same intent once the payer has authenticated', async () => {
    const { stripe, control } = emulated;
    const payer = await savePayer(stripe, 'pm_card_authenticationRequired');
    const intent = await openIntent(stripe, payer);
    const error = await cardErrorOf(confirmOffSession(stripe, intent, payer));
    expect(error).toMatchObject({ code: 'authentication_required', decline_code: 'authentication_required' });
    expect(error.payment_intent).toMatchObject({ status: 'requires_payment_method' });
    await control(`POST /payment-intents/${intent}/authenticate`, { outcome: 'success' });
    expect(await stripe.paymentIntents.retrieve(intent)).toMatchObject({ status: 'succeeded' });
    expect((await eventTypes()).slice(-2)).toEqual(['charge.succeeded', 'payment_intent.succeeded']);
  });

  it('waits for the payer on-session', async () => {
    const { stripe, control } = emulated;
    const payer = await savePayer(stripe, 'pm_card_authenticationRequired');
    const intent = await openIntent(stripe, payer);
    const waiting = await stripe.paymentIntents.confirm(intent, { payment_method: payer.card });
    expect(waiting).toMatchObject({ status: 'requires_action', payment_method: payer.card });
    await control(`POST /payment-intents/${intent}/authenticate`, { outcome: 'success' });
    expect(await stripe.paymentIntents.retrieve(intent)).toMatchObject({ status: 'succeeded' });
  });

  it('goes back to needing a card when authentication fails', async () => {
    const { stripe, control } = emulated;
    const payer = await savePayer(stripe, 'pm_card_authenticationRequired');
    const intent = await openIntent(stripe, payer);
    await stripe.paymentIntents.confirm(intent, { payment_method: payer.card });
    await control(`POST /payment-intents/${intent}/authenticate`, { outcome: 'failure' });
    expect(await stripe.paymentIntents.retrieve(intent)).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: { code: 'payment_intent_authentication_failure' },
    });
    expect((await eventTypes()).at(-1)).toBe('payment_intent.payment_failed');
  });

  it('can still be declined after authentication', async () => {
    const { stripe, control } = emulated;
    const payer = await savePayer(stripe, 'pm_card_threeDSecureRequiredChargeDeclined');
    const intent = await openIntent(stripe, payer);
    await stripe.paymentIntents.confirm(intent, { payment_method: payer.card });
    await control(`POST /payment-intents/${intent}/authenticate`, { outcome: 'success' });
    expect(await stripe.paymentIntents.retrieve(intent)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { decline_code: 'generic_decline' },
    });
  });

  it('is refused authentication when nothing waits for it', async () => {
    const { stripe, control } = emulated;
    const intent = await openIntent(stripe, await savePayer(stripe));
    const call = control(`POST /payment-intents/${intent}/authenticate`, { outcome: 'success' });
    await expect(call).rejects.toThrow('does not wait for authentication');
  });
});

describe('authentication while a card is saved', () => {
  it('lets a card that asks only at setup be charged off-session afterwards', async () => {
    const { stripe, control } = emulated;
    const customer = await stripe.customers.create();
    const setup = await stripe.setupIntents.create({
      customer: customer.id,
      payment_method: 'pm_card_authenticationRequiredOnSetup',
      confirm: true,
    });
    expect(setup.status).toBe('requires_action');
    await control(`POST /setup-intents/${setup.id}/authenticate`, { outcome: 'success' });
    const saved = await stripe.setupIntents.retrieve(setup.id);
    expect(saved).toMatchObject({ status: 'succeeded', usage: 'off_session' });
    const payer = { customer: customer.id, card: String(saved.payment_method) };
    const paid = await confirmOffSession(stripe, await openIntent(stripe, payer), payer);
    expect(paid.status).toBe('succeeded');
  });

  it('is asked for off-session when the card was saved without it', async () => {
    const { stripe } = emulated;
    const payer = await savePayer(stripe, 'pm_card_authenticationRequiredOnSetup');
    const error = await cardErrorOf(confirmOffSession(stripe, await openIntent(stripe, payer), payer));
    expect(error.code).toBe('authentication_required');
  });

  it('keeps a card that declines from being saved', async () => {
    const { stripe } = emulated;
    const customer = await stripe.customers.create();
    const setup = await stripe.setupIntents.create({ customer: customer.id });
    const error = await cardErrorOf(
      stripe.setupIntents.confirm(setup.id, { payment_method: 'pm_card_chargeDeclinedExpiredCard' }),
    );
    expect(error.code).toBe('expired_card');
    expect(await stripe.setupIntents.retrieve(setup.id)).toMatchObject({
      status: 'requires_payment_method',
      last_setup_error: { code: 'expired_card' },
    });
    const canceled = await stripe.setupIntents.cancel(setup.id);
    expect(canceled.status).toBe('canceled');
    expect((await errorOf(stripe.setupIntents.confirm(setup.id))).code).toBe('setup_intent_unexpected_state');
  });
});

describe('requireAuthentication', () => {
  it('makes a saved card ask for the payer, and stops it again', async () => {
    const { stripe, control } = emulated;
    const payer = await savePayer(stripe);
    await control(`POST /payment-methods/${payer.card}`, { requireAuthentication: true });
    const intent = await openIntent(stripe, payer);
    const error = await cardErrorOf(confirmOffSession(stripe, intent, payer));
    expect(error.code).toBe('authentication_required');
    await control(`POST /payment-methods/${payer.card}`, { requireAuthentication: false });
    expect((await confirmOffSession(stripe, intent, payer)).status).toBe('succeeded');
  });

  it('is asked for as often as ordered with declineWith', async () => {
    const { stripe, control } = emulated;
    const payer = await savePayer(stripe);
    const order = { declineWith: 'authentication_required', times: 1 };
    await control(`POST /payment-methods/${payer.card}`, order);
    const intent = await openIntent(stripe, payer);
    const waiting = await stripe.paymentIntents.confirm(intent, { payment_method: payer.card });
    expect(waiting.status).toBe('requires_action');
    await control(`POST /payment-intents/${intent}/authenticate`, { outcome: 'success' });
    expect((await stripe.paymentIntents.retrieve(intent)).status).toBe('succeeded');
  });
});
