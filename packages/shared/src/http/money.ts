import { z } from 'zod';
import { CURRENCIES, isCurrency } from '../money/index.ts';

/** A failing check may name the error code of the whole answer through `params.code` (see `problem.ts`). */
const amount = z.number({
  error: 'must be an integer count of minor units (cents), for example 2500 for 25.00',
});

export const currencyCode = z
  .string({ error: 'must be an ISO 4217 code such as USD' })
  .refine(isCurrency, {
    error: `must be one of ${CURRENCIES.join(', ')}`,
    params: { code: 'unknown_currency' },
  })
  .meta({ description: 'ISO 4217 code', example: 'USD' });

/** What the API's documentation says of an amount: its checks are functions, which it can't read. */
export function inMinorUnits(range: { minimum?: number } = {}) {
  return { type: 'integer' as const, ...range, description: 'In minor units', example: 2500 };
}

const wholeMinorUnits = amount
  .refine(Number.isSafeInteger, {
    error: 'must be a whole number of minor units: no decimals, at most 15 digits',
    params: { code: 'invalid_amount' },
  })
  .meta(inMinorUnits());

/** Money in answers: any sign. */
export const moneySchema = z.strictObject({ amount: wholeMinorUnits, currency: currencyCode });

/** Money in requests that move it: greater than zero. */
export const positiveMoneySchema = z.strictObject({
  amount: wholeMinorUnits
    .refine((value) => value > 0, { error: 'must be greater than zero', params: { code: 'invalid_amount' } })
    .meta(inMinorUnits({ minimum: 1 })),
  currency: currencyCode,
});

/** Money in limits: zero or more. */
export const limitMoneySchema = z.strictObject({
  amount: wholeMinorUnits
    .refine((value) => value >= 0, { error: 'must be zero or more', params: { code: 'invalid_amount' } })
    .meta(inMinorUnits({ minimum: 0 })),
  currency: currencyCode,
});
