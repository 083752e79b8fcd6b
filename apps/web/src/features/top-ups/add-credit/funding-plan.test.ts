import { describe, expect, it } from 'vitest';
import type { FundingPlan } from './funding-plan.ts';
import { actText, confirmSentence, requestOf } from './funding-plan.ts';

const amount = { amount: 25_000, currency: 'USD' } as const;
const card = { id: 'pmt_1', brand: 'visa', last4: '4242', expMonth: 8, expYear: 2090 };
const buyer = { id: 'buy_1', name: 'Sunrise Solar' };

describe('the sentence before confirming', () => {
  it('names the buyer whose card is charged, the card, and the sum', () => {
    expect(confirmSentence({ kind: 'buyer_card', buyer, card }, amount)).toBe(
      'The card of Sunrise Solar, Visa ending in 4242 (expires 08/2090), will be charged $250.00.',
    );
  });

  it('says that it is the agency’s own card', () => {
    expect(confirmSentence({ kind: 'account_card', card }, amount)).toBe(
      'Your agency’s own card, Visa ending in 4242 (expires 08/2090), will be charged $250.00.',
    );
  });

  it('says that a card has expired', () => {
    const expired = { ...card, expYear: 2020 };
    expect(confirmSentence({ kind: 'account_card', card: expired }, amount)).toContain('(expired 08/2020)');
  });

  it('says that nothing is charged when money is recorded or granted', () => {
    expect(confirmSentence({ kind: 'external', reference: 'Wire 4711' }, amount)).toBe(
      'No card is charged. $250.00 received outside Stripe is recorded as “Wire 4711”.',
    );
    expect(confirmSentence({ kind: 'promotional', reason: 'Welcome' }, amount)).toContain(
      'No card is charged',
    );
  });
});

describe('the button', () => {
  it.each<[FundingPlan, string]>([
    [{ kind: 'buyer_card', buyer, card }, 'Charge $250.00 to Visa 4242'],
    [{ kind: 'account_card', card }, 'Charge $250.00 to Visa 4242'],
    [{ kind: 'external', reference: 'Wire' }, 'Record $250.00 received'],
    [{ kind: 'promotional', reason: 'Welcome' }, 'Grant $250.00 promotional credit'],
  ])('states the act', (plan, text) => {
    expect(actText(plan, amount)).toBe(text);
  });
});

describe('the request', () => {
  it('names the buyer and the very card that the sentence named', () => {
    expect(requestOf({ kind: 'buyer_card', buyer, card }, amount)).toEqual({
      amount,
      funding: 'buyer_card',
      buyerId: 'buy_1',
      paymentMethodId: 'pmt_1',
    });
  });

  it('carries no card when none is charged', () => {
    expect(requestOf({ kind: 'external', reference: 'Wire 4711' }, amount)).toEqual({
      amount,
      funding: 'external',
      reference: 'Wire 4711',
    });
  });
});
