import { CURRENCY_EXPONENTS, type Money } from '@drawdown/shared/money';

/** ISO 4217 counts these without decimals; Stripe counts them in hundredths, which must be zero. */
const STRIPE_EXPONENTS: Readonly<Record<string, number>> = { ISK: 2, UGX: 2 };

/** Stripe rounds nothing: the last digit of a three-decimal amount must be zero. */
const THREE_DECIMAL_STEP = 10n;

export type StripeAmount =
  | { outcome: 'chargeable'; amount: number; currency: string }
  | { outcome: 'notChargeable'; detail: string };

/** How many of Stripe's units one ISO minor unit is, and of what its amounts must be a multiple. */
export function stripeUnits(currency: string, isoExponent: number): { factor: bigint; step: bigint } {
  const stripeExponent = STRIPE_EXPONENTS[currency] ?? isoExponent;
  return {
    factor: 10n ** BigInt(stripeExponent - isoExponent),
    step: stripeExponent === 3 ? THREE_DECIMAL_STEP : 1n,
  };
}

/** Exact, or not chargeable: no amount is ever rounded on its way to Stripe. */
export function toStripeAmount({ amountMinor, currency }: Money): StripeAmount {
  const { factor, step } = stripeUnits(currency, CURRENCY_EXPONENTS[currency]);
  const amount = amountMinor * factor;
  if (amount % step !== 0n)
    return {
      outcome: 'notChargeable',
      detail: `cards are charged in steps of ${step} ${currency} minor units`,
    };
  if (amount <= 0n || amount > BigInt(Number.MAX_SAFE_INTEGER))
    return { outcome: 'notChargeable', detail: `${amountMinor} ${currency} minor units cannot be charged` };
  return { outcome: 'chargeable', amount: Number(amount), currency: currency.toLowerCase() };
}

/** ISO minor units of an amount that Stripe reports. */
export function fromStripeAmount(amount: number, currency: string): number {
  const code = currency.toUpperCase();
  const isoExponent = Object.entries(CURRENCY_EXPONENTS).find(([known]) => known === code)?.[1] ?? 2;
  return Number(BigInt(amount) / stripeUnits(code, isoExponent).factor);
}
