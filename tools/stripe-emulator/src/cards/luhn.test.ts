import { describe, expect, it } from 'vitest';
import { TEST_CARDS } from './catalogue.ts';
import { passesLuhn } from './luhn.ts';

describe('the check digit of a card number', () => {
  it.each(Object.entries(TEST_CARDS))('is right in %s', (_id, { number }) => {
    expect(passesLuhn(number)).toBe(true);
  });

  it('is wrong for every number that differs from a good one in one digit', () => {
    const good = '4242424242424242';
    for (let place = 0; place < good.length; place++)
      for (const digit of '0123456789')
        if (digit !== good[place])
          expect(passesLuhn(good.slice(0, place) + digit + good.slice(place + 1))).toBe(false);
  });

  it.each(['', '0', '42', '4242-4242', 'abcdefghijklmnop'])('is missed in what is no number (%j)', (text) => {
    expect(passesLuhn(text)).toBe(false);
  });
});
