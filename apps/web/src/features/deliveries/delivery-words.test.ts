import { describe, expect, it } from 'vitest';
import { exampleDelivery } from '../../testing/delivery-example.ts';
import { paidBy, returnDestination, whyPaidBy } from './delivery-words.ts';

const card = { brand: 'visa', last4: '4242' };

describe('who paid for a lead', () => {
  it.each([
    [exampleDelivery(), 'Wallet', 'Paid from the wallet.'],
    [
      exampleDelivery({ fundedBy: 'card', card, fundingReason: 'wallet_short' }),
      'Card, Visa 4242',
      'The wallet did not hold enough',
    ],
    [
      exampleDelivery({ fundedBy: 'credit', fundingReason: 'within_credit_limit' }),
      'Net terms',
      'Within the credit limit',
    ],
    [
      exampleDelivery({ outcome: 'refused', fundedBy: null, card, reason: 'The card was declined.' }),
      'Nobody',
      'The card was declined.',
    ],
  ])('%#', (delivery, who, why) => {
    expect(paidBy(delivery)).toBe(who);
    expect(whyPaidBy(delivery)).toBe(why);
  });
});

describe('where the money of a returned lead goes', () => {
  it.each([
    ['wallet', /credited to the wallet/],
    ['card', /refunded to the card that paid for it, Visa 4242\. .* cannot be undone/],
    ['credit', /Sunrise Solar owes \$25\.00 less: it does not go on the next invoice/],
    ['manual', /next statement/],
    ['trust', /owes \$25\.00 less/],
  ] as const)('%s', (fundedBy, words) => {
    expect(returnDestination(exampleDelivery({ fundedBy, card }), 'Sunrise Solar')).toMatch(words);
  });
});
