import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CURRENCIES,
  CURRENCY_EXPONENTS,
  formatMoney,
  money,
  moneyFromJson,
  moneyToJson,
  parseMajorString,
  toMajorString,
} from './index.ts';

const currency = fc.constantFrom(...CURRENCIES);
const amountMinor = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n });

describe('money', () => {
  test('in major units reads back as the same minor units, in every currency', () => {
    fc.assert(
      fc.property(amountMinor, currency, (amount, code) => {
        expect(parseMajorString(toMajorString(amount, code), code)).toBe(amount);
      }),
    );
  });

  test('passes through JSON unchanged', () => {
    fc.assert(
      fc.property(amountMinor, currency, (amount, code) => {
        const wire = JSON.parse(JSON.stringify(moneyToJson(money(amount, code))));
        expect(moneyFromJson(wire)).toEqual(money(amount, code));
      }),
    );
  });

  test('never becomes an inexact JSON number', () => {
    expect(() => moneyToJson(money(2n ** 53n, 'USD'))).toThrow(RangeError);
  });

  test.each([
    ['USD', 25000n, '250.00', '$250.00'],
    ['USD', -5n, '-0.05', '-$0.05'],
    ['JPY', 25000n, '25000', '¥25,000'],
    ['KWD', 1234n, '1.234', 'KWD 1.234'],
  ] as const)('in %s has the digits of its currency', (code, amount, major, shown) => {
    expect(toMajorString(amount, code)).toBe(major);
    expect(formatMoney(money(amount, code)).replaceAll('\u00a0', ' ')).toBe(shown);
  });

  test('shows its sign always when asked to', () => {
    expect(formatMoney(money(1n, 'USD'), { sign: 'always' })).toBe('+$0.01');
    expect(formatMoney(money(0n, 'USD'), { sign: 'always' })).toBe('$0.00');
  });

  test('stays exact beyond what a float can hold', () => {
    expect(formatMoney(money(900_719_925_474_099_301n, 'USD'))).toBe('$9,007,199,254,740,993.01');
  });

  test.each(['', ' ', '1.234', '1,00', '1e3', 'abc', '--1', '1.', '.5', '0x10', '1 000'])(
    'is not read from "%s"',
    (text) => {
      expect(parseMajorString(text, 'USD')).toBeNull();
    },
  );

  test('has as many digits as Intl says, wherever Intl and the card networks agree', () => {
    for (const code of CURRENCIES) {
      const digits = new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions()
        .maximumFractionDigits;
      expect([code, CURRENCY_EXPONENTS[code]]).toEqual([code, digits]);
    }
  });
});
