import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KNOWN_DECLINE_CODES } from '../cards/declines.ts';
import { type EmulatedStripe, startEmulatedStripe } from '../testing/emulated-stripe.ts';
import { cardErrorOf, confirmOffSession, errorOf, openIntent, savePayer } from '../testing/payer.ts';

let emulated: EmulatedStripe;
beforeEach(async () => {
  emulated = await startEmulatedStripe();
});
afterEach(() => emulated.close());

async function cardOf(testCard: string) {
  const { card } = await savePayer(emulated.stripe, testCard);
  return (await emulated.stripe.paymentMethods.retrieve(card)).card;
}

describe('a test card', () => {
  it('has the same fingerprint each time it is saved, under a new id', async () => {
    const { stripe } = emulated;
    const [first, second] = [await savePayer(stripe), await savePayer(stripe)];
    expect(first.card).not.toBe(second.card);
    expect((await cardOf('pm_card_visa'))?.fingerprint).toBe((await cardOf('pm_card_visa'))?.fingerprint);
  });

  it('is another card with each suffix', async () => {
    const fingerprints = new Set<string | null | undefined>();
    for (const id of ['pm_card_visa', 'pm_card_visa~2', 'pm_card_visa~3', 'pm_card_mastercard'])
      fingerprints.add((await cardOf(id))?.fingerprint);
    expect(fingerprints.size).toBe(4);
    expect(await cardOf('pm_card_visa~2')).toEqual(await cardOf('pm_card_visa~2'));
  });

  it('is the same card by number, by token and by id', async () => {
    const { stripe } = emulated;
    const card = { number: '4242 4242 4242 4242', exp_month: 3, exp_year: 2031 };
    const byNumber = await stripe.paymentMethods.create({ type: 'card', card });
    const byToken = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } });
    expect(byNumber.card).toMatchObject({ exp_month: 3, exp_year: 2031, last4: '4242' });
    expect(byNumber.card?.fingerprint).toBe(byToken.card?.fingerprint);
  });

  it.each([
    { number: '4242424242424241', code: 'incorrect_number', decline_code: 'incorrect_number' },
    { number: 'my card', code: 'incorrect_number', decline_code: 'incorrect_number' },
    { number: '4111111111111111', code: 'card_declined', decline_code: 'test_mode_live_card' },
  ])('cannot be made from $number', async ({ number, code, decline_code }) => {
    const card = { number, exp_month: 3, exp_year: 2031 };
    const error = await cardErrorOf(emulated.stripe.paymentMethods.create({ type: 'card', card }));
    expect({ code: error.code, decline_code: error.decline_code }).toEqual({ code, decline_code });
  });

  it.each([
    { testCard: 'pm_card_visa_chargeDeclined', code: 'card_declined', decline_code: 'generic_decline' },
    { testCard: 'pm_card_chargeDeclinedExpiredCard', code: 'expired_card', decline_code: 'expired_card' },
    {
      testCard: 'pm_card_visa_chargeDeclinedInsufficientFunds~7',
      code: 'card_declined',
      decline_code: 'insufficient_funds',
    },
  ])('$testCard is declined when it is saved', async ({ testCard, code, decline_code }) => {
    const error = await cardErrorOf(savePayer(emulated.stripe, testCard));
    expect({ code: error.code, decline_code: error.decline_code }).toEqual({ code, decline_code });
  });

  it('that does not exist is a missing resource', async () => {
    for (const id of ['pm_card_nobody', 'pm_card_visa~', 'pm_1'])
      expect(await errorOf(savePayer(emulated.stripe, id))).toMatchObject({
        statusCode: 404,
        code: 'resource_missing',
      });
  });
});

describe('a saved card', () => {
  it('is listed for its customer until it is detached, and never usable again', async () => {
    const { stripe } = emulated;
    const payer = await savePayer(stripe);
    await stripe.customers.update(payer.customer, {
      invoice_settings: { default_payment_method: payer.card },
    });
    expect((await stripe.paymentMethods.list({ customer: payer.customer })).data).toHaveLength(1);
    await stripe.paymentMethods.detach(payer.card);
    expect((await stripe.customers.listPaymentMethods(payer.customer)).data).toEqual([]);
    expect(await stripe.customers.retrieve(payer.customer)).toMatchObject({
      invoice_settings: { default_payment_method: null },
    });
    const error = await errorOf(confirmOffSession(stripe, await openIntent(stripe, payer), payer));
    expect(error).toMatchObject({ statusCode: 400, code: 'payment_method_unexpected_state' });
  });

  it('cannot pay for another customer', async () => {
    const { stripe } = emulated;
    const [one, other] = [await savePayer(stripe), await savePayer(stripe)];
    const error = await errorOf(confirmOffSession(stripe, await openIntent(stripe, one), other));
    expect(error.code).toBe('payment_method_unexpected_state');
  });

  it('can change its expiry', async () => {
    const { stripe } = emulated;
    const { card } = await savePayer(stripe);
    const updated = await stripe.paymentMethods.update(card, { card: { exp_month: 1, exp_year: 2040 } });
    expect(updated.card).toMatchObject({ exp_month: 1, exp_year: 2040, last4: '4242' });
  });

  it('is renewed by its network', async () => {
    const { stripe, control } = emulated;
    const { card } = await savePayer(stripe);
    await control(`POST /cards/${card}/auto-update`, { expYear: 2041, last4: '1881' });
    const { card: renewed } = await stripe.paymentMethods.retrieve(card);
    expect(renewed).toMatchObject({ exp_year: 2041, last4: '1881' });
    const events = await stripe.events.list({ type: 'payment_method.automatically_updated' });
    expect(events.data[0]?.data.previous_attributes).toMatchObject({
      card: { exp_year: 2034, last4: '4242' },
    });
  });
});

describe('declineWith', () => {
  it('declines a saved card with every code of the catalogue, and with codes it does not know', async () => {
    const { stripe, control } = emulated;
    const payer = await savePayer(stripe);
    const intent = await openIntent(stripe, payer);
    for (const code of [...KNOWN_DECLINE_CODES, 'brand_new_code']) {
      await control(`POST /payment-methods/${payer.card}`, { declineWith: code, times: 1 });
      const error = await cardErrorOf(confirmOffSession(stripe, intent, payer));
      expect(error.decline_code).toBe(code);
    }
    expect((await confirmOffSession(stripe, intent, payer)).status).toBe('succeeded');
  });

  it('lasts until it is taken back, and can be read', async () => {
    const { stripe, control } = emulated;
    const payer = await savePayer(stripe);
    await control(`POST /payment-methods/${payer.card}`, { declineWith: 'do_not_honor' });
    for (let attempt = 0; attempt < 3; attempt += 1)
      await cardErrorOf(confirmOffSession(stripe, await openIntent(stripe, payer), payer));
    expect(await control(`GET /payment-methods/${payer.card}`)).toEqual({
      id: payer.card,
      testCard: 'pm_card_visa',
      declineWith: 'do_not_honor',
      times: null,
      requireAuthentication: false,
      processing: false,
    });
    await control(`POST /payment-methods/${payer.card}`, { declineWith: null });
    expect((await confirmOffSession(stripe, await openIntent(stripe, payer), payer)).status).toBe(
      'succeeded',
    );
  });

  it('for the next charges hits whatever card comes', async () => {
    const { stripe, control } = emulated;
    await control('POST /payment-methods/next', { declineWith: 'processing_error', times: 2 });
    expect(await control('GET /payment-methods/next')).toEqual({ declineWith: 'processing_error', times: 2 });
    const [one, other] = [await savePayer(stripe), await savePayer(stripe, 'pm_card_amex')];
    for (const payer of [one, other]) {
      const error = await cardErrorOf(confirmOffSession(stripe, await openIntent(stripe, payer), payer));
      expect(error.code).toBe('processing_error');
    }
    expect((await confirmOffSession(stripe, await openIntent(stripe, one), one)).status).toBe('succeeded');
  });

  it('shows a block before the network in the outcome of the charge', async () => {
    const { stripe, control } = emulated;
    const payer = await savePayer(stripe);
    await control(`POST /payment-methods/${payer.card}`, { declineWith: 'previously_declined_do_not_retry' });
    const error = await cardErrorOf(confirmOffSession(stripe, await openIntent(stripe, payer), payer));
    expect(error.decline_code).toBe('generic_decline');
    expect(error.advice_code).toBeUndefined();
    expect((await stripe.charges.retrieve(String(error.charge))).outcome).toMatchObject({
      type: 'blocked',
      network_status: 'not_sent_to_network',
      reason: 'previously_declined_do_not_retry',
    });
  });

  it('is refused for a card that does not exist and for a body that makes no sense', async () => {
    const { control } = emulated;
    const { card } = await savePayer(emulated.stripe);
    await expect(control('POST /payment-methods/pm_none', { declineWith: null })).rejects.toThrow('404');
    await expect(control(`POST /payment-methods/${card}`, {})).rejects.toThrow('400');
    await expect(control(`POST /payment-methods/${card}`, { declineWith: 'No Way' })).rejects.toThrow('400');
  });
});
