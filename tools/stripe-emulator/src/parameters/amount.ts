import { invalidParameter, missingParameter } from '../errors/invalid-request.ts';
import type { Params } from './params.ts';

const KNOWN_CURRENCIES = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));
const MAX_AMOUNT_MINOR = 99_999_999;
const DEFAULT_MINIMUM_MINOR = 50;

// Stripe's minimum charge where it is not 50 minor units.
const MINIMUM_MINOR: Readonly<Record<string, number>> = {
  aed: 200,
  bgn: 100,
  czk: 1500,
  dkk: 250,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  mxn: 1000,
  myr: 200,
  nok: 300,
  pln: 200,
  ron: 200,
  sek: 300,
  thb: 1000,
};

export function requiredCurrency(params: Params): string {
  const currency = params.requiredString('currency').toLowerCase();
  if (KNOWN_CURRENCIES.has(currency)) return currency;
  throw params.invalid('currency', `Invalid currency: ${currency}. It is not one that Stripe supports.`);
}

/** An amount in minor units that a card can be charged in this currency. */
export function requiredChargeAmount(params: Params, currency: string): number {
  const amount = params.integer('amount');
  if (amount === null) throw missingParameter('amount');
  if (amount < 1)
    throw params.invalid(
      'amount',
      'This value must be greater than or equal to 1.',
      'parameter_invalid_integer',
    );
  const minimum = MINIMUM_MINOR[currency] ?? DEFAULT_MINIMUM_MINOR;
  if (amount < minimum)
    throw amountOutOfRange(
      'amount_too_small',
      `Amount must be at least ${minimum} minor units of ${currency}.`,
    );
  if (amount > MAX_AMOUNT_MINOR)
    throw amountOutOfRange(
      'amount_too_large',
      `Amount must be no more than ${MAX_AMOUNT_MINOR} minor units.`,
    );
  return amount;
}

function amountOutOfRange(code: string, message: string) {
  return invalidParameter({ param: 'amount', code, message });
}
