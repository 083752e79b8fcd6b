import { describe, expect, it } from 'vitest';
import { outcomeOf } from './charge-outcome.ts';
import { parsePaymentIntent } from './payment-intent.ts';

const intent = { object: 'payment_intent' as const, id: 'pi_1', status: 'succeeded', currency: 'usd' };
const declinedOnce = {
  ...intent,
  status: 'requires_payment_method',
  last_payment_error: { code: 'card_declined', decline_code: 'insufficient_funds', charge: 'ch_1' },
};

describe('what a PaymentIntent says', () => {
  it('is the money that came in, in ISO minor units', () => {
    expect(outcomeOf({ ...intent, amount_received: 25_000, latest_charge: 'ch_1' })).toEqual({
      outcome: 'succeeded',
      paymentIntentId: 'pi_1',
      stripeChargeId: 'ch_1',
      amountReceivedMinor: 25_000,
    });
  });

  it('is which card has paid, where Stripe says so', () => {
    const paid = { ...intent, amount_received: 25_000, payment_method: 'pm_1' };
    expect(outcomeOf(paid)).toMatchObject({ outcome: 'succeeded', stripePaymentMethodId: 'pm_1' });
    const answered = { ...paid, payment_method: { id: 'pm_2', object: 'payment_method' } };
    const parsed = parsePaymentIntent(answered);
    expect(parsed && outcomeOf(parsed)).toMatchObject({ stripePaymentMethodId: 'pm_2' });
  });

  it('is a decline when the newest failure is not known yet', () => {
    expect(outcomeOf(declinedOnce)).toMatchObject({
      outcome: 'declined',
      decline: { code: 'insufficient_funds', stripeChargeId: 'ch_1' },
    });
  });

  it('is that nothing was attempted when the newest failure is an old one', () => {
    expect(outcomeOf(declinedOnce, ['ch_0', 'ch_1'])).toEqual({
      outcome: 'notAttempted',
      paymentIntentId: 'pi_1',
    });
    expect(outcomeOf({ ...intent, status: 'requires_confirmation' })).toMatchObject({
      outcome: 'notAttempted',
    });
  });

  it('is that the payer must act when authentication is what was missing', () => {
    const last_payment_error = { code: 'authentication_required', charge: 'ch_1' };
    expect(outcomeOf({ ...declinedOnce, last_payment_error })).toMatchObject({
      outcome: 'requiresAction',
      decline: { code: 'authentication_required' },
    });
    expect(outcomeOf({ ...intent, status: 'requires_action' })).toMatchObject({ outcome: 'requiresAction' });
  });

  it('is unknown for a state that it should not have', () => {
    expect(outcomeOf({ ...intent, status: 'requires_capture' })).toMatchObject({ outcome: 'unknown' });
  });
});

describe('an answer', () => {
  it.each([{}, { message: 'bad gateway' }, { ...intent, object: 'charge' }, { ...intent, id: '' }, null])(
    'that is no PaymentIntent is not taken for one (%j)',
    (answer) => expect(parsePaymentIntent(answer)).toBeNull(),
  );
});
