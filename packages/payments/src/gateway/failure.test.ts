import { Stripe } from 'stripe';
import { describe, expect, it } from 'vitest';
import { describeFailure } from './failure.ts';

const invalid = (message: string, code?: string) =>
  new Stripe.errors.StripeInvalidRequestError({
    type: 'invalid_request_error',
    message,
    ...(code !== undefined && { code }),
  });

describe('a request that Stripe refuses', () => {
  it.each([
    invalid('Your account cannot currently make live charges.', 'testmode_charges_only'),
    invalid('Your account cannot currently make charges.'),
    invalid('Expired API Key provided', 'api_key_expired'),
    invalid(
      "No such PaymentMethod: 'pm_1'; a similar object exists in live mode, but a test mode key was used to make this request.",
      'resource_missing',
    ),
  ])('because of who asks is no decline of any card (%s)', (error) => {
    expect(describeFailure(error)).toMatchObject({
      kind: 'technical',
      error: { kind: 'misconfigured', message: error.message },
    });
  });

  it.each([
    invalid("No such PaymentMethod: 'pm_1'", 'resource_missing'),
    invalid('Amount must be at least $0.50 usd', 'amount_too_small'),
  ])('because of what was asked for is a decline (%s)', (error) => {
    expect(describeFailure(error)).toMatchObject({ kind: 'declined' });
  });

  it('in words that nobody knows concerns this request alone', () => {
    expect(describeFailure(invalid('Received unknown parameter: colour'))).toMatchObject({
      kind: 'technical',
      error: { kind: 'refused' },
    });
  });
});
