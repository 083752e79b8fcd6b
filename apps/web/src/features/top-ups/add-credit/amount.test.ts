import { describe, expect, it } from 'vitest';
import { readAmount } from './amount.ts';

const limits = {
  minimum: { amount: 500, currency: 'USD' },
  maximum: { amount: 1_000_000, currency: 'USD' },
} as const;

describe('readAmount', () => {
  it.each([
    ['250', 25_000],
    ['250.5', 25_050],
    [' 1,250.50 ', 125_050],
    ['5.00', 500],
    ['10,000.00', 1_000_000],
  ])('reads %s exactly', (typed, amount) => {
    expect(readAmount(typed, 'USD', limits)).toEqual({ ok: true, amount: { amount, currency: 'USD' } });
  });

  it.each([
    ['', 'Enter an amount.'],
    ['12,50', 'Enter an amount in USD with at most 2 decimals, such as 250.00.'],
    ['1.005', 'Enter an amount in USD with at most 2 decimals, such as 250.00.'],
    ['1e3', 'Enter an amount in USD with at most 2 decimals, such as 250.00.'],
    ['0', 'The amount must be more than zero.'],
    ['-5', 'The amount must be more than zero.'],
    ['4.99', 'The smallest top-up is $5.00.'],
    ['10000.01', 'The largest top-up is $10,000.00.'],
  ])('refuses %s in clear words', (typed, message) => {
    expect(readAmount(typed, 'USD', limits)).toEqual({ ok: false, message });
  });

  it('takes whole amounts only in a currency without decimals', () => {
    expect(readAmount('2500', 'JPY', null)).toEqual({ ok: true, amount: { amount: 2500, currency: 'JPY' } });
    expect(readAmount('2500.5', 'JPY', null)).toMatchObject({ ok: false });
  });

  it('refuses what JSON could not carry exactly', () => {
    expect(readAmount('999999999999999', 'USD', null)).toEqual({
      ok: false,
      message: 'This amount is too large.',
    });
  });
});
