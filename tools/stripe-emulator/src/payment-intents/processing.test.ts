import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmulatedStripe, startEmulatedStripe } from '../testing/emulated-stripe.ts';
import { cardErrorOf, confirmOffSession, errorOf, openIntent, savePayer } from '../testing/payer.ts';

let emulated: EmulatedStripe;
beforeEach(async () => {
  emulated = await startEmulatedStripe();
});
afterEach(() => emulated.close());

async function processingPayment() {
  const { stripe, control } = emulated;
  const payer = await savePayer(stripe);
  await control(`POST /payment-methods/${payer.card}`, { processing: true });
  const intent = await openIntent(stripe, payer);
  expect((await confirmOffSession(stripe, intent, payer)).status).toBe('processing');
  return { payer, intent };
}

describe('a payment whose result comes later', () => {
  it('is processing until it succeeds', async () => {
    const { stripe, control } = emulated;
    const { intent } = await processingPayment();
    await control(`POST /payment-intents/${intent}/settle`, {});
    expect(await stripe.paymentIntents.retrieve(intent)).toMatchObject({
      status: 'succeeded',
      amount_received: 25_000,
      processing: null,
    });
    const types = (await stripe.events.list({ limit: 100 })).data.map((event) => event.type);
    expect(types).toContain('payment_intent.processing');
    expect(types[0]).toBe('payment_intent.succeeded');
  });

  it('may be declined in the end, and can then be confirmed again', async () => {
    const { stripe, control } = emulated;
    const { intent, payer } = await processingPayment();
    await control(`POST /payment-intents/${intent}/settle`, { declineWith: 'insufficient_funds' });
    expect(await stripe.paymentIntents.retrieve(intent)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { decline_code: 'insufficient_funds' },
    });
    await control(`POST /payment-methods/${payer.card}`, { processing: false });
    expect((await confirmOffSession(stripe, intent, payer)).status).toBe('succeeded');
  });

  it('can be neither confirmed again nor canceled meanwhile', async () => {
    const { stripe } = emulated;
    const { intent, payer } = await processingPayment();
    for (const call of [confirmOffSession(stripe, intent, payer), stripe.paymentIntents.cancel(intent)])
      expect((await errorOf(call)).code).toBe('payment_intent_unexpected_state');
  });

  it('that is not processing cannot be settled', async () => {
    const { stripe, control } = emulated;
    const intent = await openIntent(stripe, await savePayer(stripe));
    await expect(control(`POST /payment-intents/${intent}/settle`, {})).rejects.toThrow('not processing');
  });
});

describe('what the networks are told', () => {
  const usage = { payment_method_options: { card: { stored_credential_usage: 'unscheduled' } } } as const;

  it('is kept with the payment', async () => {
    const { stripe } = emulated;
    const { customer, card } = await savePayer(stripe);
    const intent = await openIntent(stripe, { customer, card });
    const paid = await stripe.paymentIntents.confirm(intent, {
      payment_method: card,
      off_session: true,
      ...usage,
    });
    expect(paid.payment_method_options).toMatchObject(usage.payment_method_options);
  });

  it('is refused while the payer is there, and for a card that is only being saved', async () => {
    const { stripe } = emulated;
    const { customer, card } = await savePayer(stripe);
    const intent = await openIntent(stripe, { customer, card });
    for (const session of [{}, { off_session: true, setup_future_usage: 'off_session' as const }]) {
      const call = stripe.paymentIntents.confirm(intent, { payment_method: card, ...session, ...usage });
      expect((await errorOf(call)).param).toBe('payment_method_options[card][stored_credential_usage]');
    }
  });
});

describe('a card that Stripe does not have', () => {
  it('declines with any code, when it is saved or only when it is charged', async () => {
    const { stripe } = emulated;
    expect(await cardErrorOf(savePayer(stripe, 'pm_card_emu_now_stolen_card'))).toMatchObject({
      decline_code: 'stolen_card',
    });
    const payer = await savePayer(stripe, 'pm_card_emu_later_withdrawal_count_limit_exceeded');
    const error = await cardErrorOf(confirmOffSession(stripe, await openIntent(stripe, payer), payer));
    expect(error.decline_code).toBe('withdrawal_count_limit_exceeded');
  });
});
