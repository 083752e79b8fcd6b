import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmulatedStripe, startEmulatedStripe } from '../testing/emulated-stripe.ts';
import { cardErrorOf, confirmOffSession, errorOf, openIntent, savePayer } from '../testing/payer.ts';

let emulated: EmulatedStripe;
beforeEach(async () => {
  emulated = await startEmulatedStripe();
});
afterEach(() => emulated.close());

describe('a PaymentIntent', () => {
  it('succeeds off-session on a saved card, with a charge and its fee', async () => {
    const { stripe } = emulated;
    const payer = await savePayer(stripe);
    const intent = await openIntent(stripe, payer);
    const paid = await stripe.paymentIntents.confirm(intent, {
      payment_method: payer.card,
      off_session: true,
      expand: ['latest_charge.balance_transaction', 'payment_method'],
    });
    expect(paid).toMatchObject({
      status: 'succeeded',
      amount_received: 25_000,
      payment_method: { id: payer.card, card: { last4: '4242' } },
      latest_charge: {
        status: 'succeeded',
        payment_intent: intent,
        balance_transaction: { amount: 25_000, fee: 755, net: 24_245, type: 'charge' },
      },
    });
  });

  it('can be created and confirmed in one call', async () => {
    const { stripe } = emulated;
    const payer = await savePayer(stripe);
    const paid = await stripe.paymentIntents.create({
      amount: 5000,
      currency: 'eur',
      customer: payer.customer,
      payment_method: payer.card,
      off_session: true,
      confirm: true,
      statement_descriptor_suffix: 'TOPUP',
      metadata: { topUpId: 'top_1' },
    });
    expect(paid).toMatchObject({ status: 'succeeded', currency: 'eur', metadata: { topUpId: 'top_1' } });
  });

  it('lets go of a declined card and succeeds when confirmed again under a new key', async () => {
    const { stripe, control } = emulated;
    const payer = await savePayer(stripe);
    const intent = await openIntent(stripe, payer);
    await control(`POST /payment-methods/${payer.card}`, { declineWith: 'insufficient_funds', times: 1 });
    const error = await cardErrorOf(confirmOffSession(stripe, intent, { ...payer, key: 'attempt-1' }));
    expect(error).toMatchObject({
      statusCode: 402,
      code: 'card_declined',
      decline_code: 'insufficient_funds',
      advice_code: 'try_again_later',
      payment_intent: { id: intent, status: 'requires_payment_method', payment_method: null },
      payment_method: { id: payer.card },
    });
    const paid = await confirmOffSession(stripe, intent, { ...payer, key: 'attempt-2' });
    expect(paid).toMatchObject({ id: intent, status: 'succeeded', last_payment_error: null });
    const charges = await stripe.charges.list({ payment_intent: intent });
    expect(charges.data.map((charge) => charge.status)).toEqual(['succeeded', 'failed']);
  });

  it('cannot succeed twice', async () => {
    const { stripe } = emulated;
    const payer = await savePayer(stripe);
    const intent = await openIntent(stripe, payer);
    await confirmOffSession(stripe, intent, payer);
    const error = await errorOf(confirmOffSession(stripe, intent, payer));
    expect(error).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
  });

  it('cannot be charged once it is canceled', async () => {
    const { stripe } = emulated;
    const payer = await savePayer(stripe);
    const intent = await openIntent(stripe, payer);
    const canceled = await stripe.paymentIntents.cancel(intent, { cancellation_reason: 'abandoned' });
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
    const error = await errorOf(confirmOffSession(stripe, intent, payer));
    expect(error.code).toBe('payment_intent_unexpected_state');
  });

  it('can change amount and metadata while it is open', async () => {
    const { stripe } = emulated;
    const intent = await openIntent(stripe, await savePayer(stripe));
    await stripe.paymentIntents.update(intent, { amount: 30_000, metadata: { a: '1', b: '2' } });
    const updated = await stripe.paymentIntents.update(intent, { metadata: { a: '' } });
    expect(updated).toMatchObject({ amount: 30_000, metadata: { b: '2' } });
    expect(updated.metadata).not.toHaveProperty('a');
  });

  it('saves the card it was paid with when asked to', async () => {
    const { stripe } = emulated;
    const customer = await stripe.customers.create();
    await stripe.paymentIntents.create({
      amount: 5000,
      currency: 'usd',
      customer: customer.id,
      payment_method: 'pm_card_visa',
      setup_future_usage: 'off_session',
      confirm: true,
    });
    const saved = await stripe.customers.listPaymentMethods(customer.id);
    expect(saved.data).toHaveLength(1);
  });
});

describe('creating a PaymentIntent refuses', () => {
  const refusals = [
    { given: { amount: 49, currency: 'usd' }, code: 'amount_too_small', param: 'amount' },
    { given: { amount: 0, currency: 'usd' }, code: 'parameter_invalid_integer', param: 'amount' },
    { given: { amount: 12.5, currency: 'usd' }, code: 'parameter_invalid_integer', param: 'amount' },
    { given: { amount: 5000, currency: 'zzz' }, code: undefined, param: 'currency' },
    {
      given: { amount: 5000, currency: 'usd', customer: 'cus_none' },
      code: 'resource_missing',
      param: 'customer',
    },
    {
      given: { amount: 5000, currency: 'usd', off_session: true },
      code: 'payment_intent_invalid_parameter',
      param: 'off_session',
    },
  ];

  it.each(refusals)('$given because of $param', async ({ given, code, param }) => {
    const error = await errorOf(emulated.stripe.paymentIntents.create(given));
    expect({ code: error.code, param: error.param }).toEqual({ code, param });
    expect((await emulated.stripe.events.list({ type: 'payment_intent.created' })).data).toEqual([]);
  });
});
