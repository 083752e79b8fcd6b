import { CURRENCIES, toMajorString } from '@drawdown/shared/money';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { typedAmount } from './typed-amount.ts';

describe('an amount as people type it', () => {
  it.each([
    ['1250', 'USD', 125_000n],
    ['1250.5', 'USD', 125_050n],
    ['1,250', 'USD', 125_000n],
    ['1,250.00', 'USD', 125_000n],
    ['1,250,000.01', 'USD', 125_000_001n],
    ['1.250,00', 'EUR', 125_000n],
    ['1.250.000', 'EUR', 125_000_000n],
    ['1 250,00', 'EUR', 125_000n],
    ['1\u202f250,5', 'EUR', 125_050n],
    ["1'250.00", 'CHF', 125_000n],
    ['12,50', 'EUR', 1_250n],
    ['USD 1,250.00', 'USD', 125_000n],
    ['1250usd', 'USD', 125_000n],
    ['0', 'USD', 0n],
    ['0.00', 'USD', 0n],
    ['1.250', 'KWD', 1_250n],
    ['1,250', 'JPY', 1_250n],
    ['9007199254740.99', 'USD', 900_719_925_474_099n],
  ] as const)('%s in %s is exact', (text, currency, amountMinor) => {
    expect(typedAmount(text, currency)).toEqual({ ok: true, amount: { amountMinor, currency } });
  });

  it.each([
    ['1.250', 'USD', 'two ways'],
    ['1,250', 'KWD', 'two ways'],
    ['1.5', 'JPY', 'without decimals'],
    ['0.001', 'USD', 'at most 2 decimals'],
    ['-5', 'USD', 'zero or more'],
    ['1,25,000', 'USD', 'must be an amount'],
    ['1.250,00.5', 'EUR', 'must be an amount'],
    ['$100', 'USD', 'such as 1250.00'],
    ['EUR 100', 'USD', 'must be an amount in USD'],
    ['a lot', 'USD', 'must be an amount'],
    ['1e5', 'USD', 'must be an amount'],
    ['99999999999999.99', 'USD', 'too large'],
    ['', 'USD', 'must be an amount'],
  ] as const)('%s in %s is refused, not guessed', (text, currency, message) => {
    const read = typedAmount(text, currency);
    expect(read.ok ? read.amount : read.message).toContain(message);
  });

  test('that we wrote ourselves reads back, in every currency', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 14n }),
        fc.constantFrom(...CURRENCIES),
        (amountMinor, currency) => {
          const text = toMajorString(amountMinor, currency);
          expect(typedAmount(text, currency)).toEqual({ ok: true, amount: { amountMinor, currency } });
        },
      ),
    );
  });
});
