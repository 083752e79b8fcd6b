import { CURRENCIES, money } from '@drawdown/shared/money';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromStripeAmount, stripeUnits, toStripeAmount } from './stripe-amount.ts';

describe('amounts for Stripe', () => {
  it('are the minor units of the currency', () => {
    expect(toStripeAmount(money(25_000n, 'USD'))).toEqual({
      outcome: 'chargeable',
      amount: 25_000,
      currency: 'usd',
    });
    expect(toStripeAmount(money(500n, 'JPY'))).toMatchObject({ amount: 500 });
  });

  it('of three-decimal currencies end in zero, or cannot be charged', () => {
    expect(toStripeAmount(money(5_120n, 'KWD'))).toMatchObject({ amount: 5_120 });
    expect(toStripeAmount(money(5_124n, 'KWD'))).toMatchObject({ outcome: 'notChargeable' });
  });

  it('of zero-decimal currencies that Stripe counts in hundredths are a hundred times as large', () => {
    expect(stripeUnits('ISK', 0)).toEqual({ factor: 100n, step: 1n });
    expect(stripeUnits('UGX', 0)).toEqual({ factor: 100n, step: 1n });
  });

  it('are positive and exact in JSON', () => {
    for (const amountMinor of [0n, -1n, 2n ** 53n])
      expect(toStripeAmount(money(amountMinor, 'USD'))).toMatchObject({ outcome: 'notChargeable' });
  });

  it('come back as they went', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CURRENCIES), fc.bigInt(1n, 10n ** 12n), (currency, amountMinor) => {
        const sent = toStripeAmount(money(amountMinor, currency));
        if (sent.outcome === 'notChargeable') return amountMinor % 10n !== 0n;
        return fromStripeAmount(sent.amount, sent.currency) === Number(amountMinor);
      }),
    );
  });
});
