import { describe, expect, it } from 'vitest';
import { consentText, limitsSentence, ruleSentence } from './rule-words.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' }) as const;
const rule = {
  threshold: usd(10_000),
  amount: usd(50_000),
  targetBalance: null,
  dailyLimit: usd(150_000),
  monthlyLimit: null,
};
const acme = { name: 'Acme', card: { brand: 'visa', last4: '4242' } };

describe('an auto top-up rule in words', () => {
  it('says when it charges how much to whose card', () => {
    expect(ruleSentence(rule, acme)).toBe(
      'When $100.00 or less is available, charge $500.00 to Visa 4242 of Acme.',
    );
  });

  it('says that it fills up to a balance', () => {
    expect(
      ruleSentence({ ...rule, amount: null, targetBalance: usd(100_000) }, { ...acme, card: null }),
    ).toBe(
      'When $100.00 or less is available, charge what brings it back to $1,000.00 to the default card of Acme.',
    );
  });

  it.each([
    [usd(150_000), null, 'At most $1,500.00 a day. No limit a month.'],
    [usd(150_000), usd(900_000), 'At most $1,500.00 a day and $9,000.00 a month.'],
    [null, usd(900_000), 'At most $9,000.00 a month. No limit a day.'],
    [null, null, 'No limit a day or a month.'],
  ])('says its limits, also where there are none', (dailyLimit, monthlyLimit, words) => {
    expect(limitsSentence({ ...rule, dailyLimit, monthlyLimit })).toBe(words);
  });

  it('is consented to with everything it may charge, but with no one card', () => {
    expect(consentText(rule, acme)).toBe(
      'Acme agrees that its card on file may be charged without being asked again. When $100.00 or less is available, charge $500.00 to the default card of Acme. At most $1,500.00 a day. No limit a month.',
    );
  });
});
