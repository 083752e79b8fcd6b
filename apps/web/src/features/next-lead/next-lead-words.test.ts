import type { EligibilityResource } from '@drawdown/shared/http';
import { describe, expect, it } from 'vitest';
import { usd } from '../../testing/collections-examples.ts';
import { clientSentence, nextLeadSentence, runwaySentence } from './next-lead-words.ts';

const funded: EligibilityResource = {
  buyerId: 'buy_1',
  eligible: true,
  fundedBy: 'wallet',
  reason: null,
  unblockedBy: null,
  available: usd(10_000),
  runway: { leads: 4, hours: 8 },
};
const empty: EligibilityResource = {
  ...funded,
  eligible: false,
  fundedBy: null,
  reason: 'insufficient_funds',
  unblockedBy: 'Add at least $15.00 to the wallet of Sunrise Solar.',
  runway: { leads: 0, hours: null },
};
const price = usd(2_500);

describe('what would happen to the next lead', () => {
  it('is one sentence when it would be delivered', () => {
    expect(nextLeadSentence(price, funded)).toBe(
      'A lead of $25.00 would be delivered now, paid from the wallet.',
    );
  });

  it('says why it would be refused and what unblocks it', () => {
    expect(nextLeadSentence(price, empty)).toBe(
      'A lead of $25.00 would be refused now: the wallet does not hold enough for it. Add at least $15.00 to the wallet of Sunrise Solar.',
    );
  });

  it('has words for the client', () => {
    expect(clientSentence('Sunrise Solar', empty)).toBe(
      'We cannot deliver leads to Sunrise Solar at the moment: the wallet does not hold enough for it. What is needed: Add at least $15.00 to the wallet of Sunrise Solar.',
    );
  });

  it.each([
    [
      { leads: 4, hours: 8 },
      'Enough for 4 more leads at $25.00. At the pace of the last 24 hours that lasts about 8 hours.',
    ],
    [
      { leads: 1, hours: 0.4 },
      'Enough for 1 more lead at $25.00. At the pace of the last 24 hours that lasts less than an hour.',
    ],
    [
      { leads: 1_200, hours: 400 },
      'Enough for 1,200 more leads at $25.00. At the pace of the last 24 hours that lasts about 17 days.',
    ],
    [
      { leads: 2, hours: null },
      'Enough for 2 more leads at $25.00. No lead was delivered in the last 24 hours, so there is no pace to say how long that lasts.',
    ],
    [{ leads: 0, hours: 216 }, null],
    [{ leads: null, hours: null }, null],
  ])('says how far it reaches: %o', (runway, words) => {
    expect(runwaySentence(price, { ...funded, runway })).toBe(words);
  });
});
