import { describe, expect, test } from 'vitest';
import { createDeliverySchema, createTopUpSchema, savePaymentMethodSchema } from './index.ts';

const topUp = { amount: { amount: 250_00, currency: 'USD' }, funding: 'buyer_card' };

function codesOf(result: {
  success: boolean;
  error?: { issues: { path: PropertyKey[]; params?: unknown }[] };
}) {
  return result.error?.issues.map((issue) => [issue.path.join('.'), issue.params]);
}

describe('a request that moves money', () => {
  test.each([
    ['negative', -1],
    ['zero', 0],
    ['fractional', 10.5],
    ['beyond exact integers', 2 ** 53],
  ])('refuses a %s amount and names the code', (_, amount) => {
    const result = createTopUpSchema.safeParse({ ...topUp, amount: { amount, currency: 'USD' } });
    expect(codesOf(result)).toContainEqual(['amount.amount', { code: 'invalid_amount' }]);
  });

  test('refuses an unknown currency and names the code', () => {
    const result = createTopUpSchema.safeParse({ ...topUp, amount: { amount: 1, currency: 'XXX' } });
    expect(codesOf(result)).toEqual([['amount.currency', { code: 'unknown_currency' }]]);
  });

  test('refuses fields it does not know, at any depth', () => {
    expect(createTopUpSchema.safeParse({ ...topUp, accountId: 'acc_other' }).success).toBe(false);
    expect(createTopUpSchema.safeParse({ ...topUp, amount: { ...topUp.amount, minor: 1 } }).success).toBe(
      false,
    );
  });

  test('names the buyer in exactly one way', () => {
    const lead = { leadId: 'l', price: { amount: 1, currency: 'USD' } };
    expect(createDeliverySchema.safeParse({ ...lead, buyerId: 'buy_1' }).success).toBe(true);
    expect(createDeliverySchema.safeParse({ ...lead, externalBuyerId: 'crm-1' }).success).toBe(true);
    expect(createDeliverySchema.safeParse(lead).success).toBe(false);
    expect(createDeliverySchema.safeParse({ ...lead, buyerId: 'b', externalBuyerId: 'c' }).success).toBe(
      false,
    );
  });
});

describe('saving a card', () => {
  test('takes a page of Stripe, a SetupIntent or a test card, never anything that could be a card number', () => {
    expect(savePaymentMethodSchema.safeParse({ testCard: 'pm_card_visa~2' }).success).toBe(true);
    expect(savePaymentMethodSchema.safeParse({ setupIntentId: 'seti_1' }).success).toBe(true);
    expect(savePaymentMethodSchema.safeParse({ checkoutSessionId: 'cs_test_1' }).success).toBe(true);
    const two = { checkoutSessionId: 'cs_test_1', testCard: 'pm_card_visa' };
    expect(savePaymentMethodSchema.safeParse(two).success).toBe(false);
    expect(savePaymentMethodSchema.safeParse({ testCard: '4242424242424242' }).success).toBe(false);
    expect(savePaymentMethodSchema.safeParse({ number: '4242424242424242' }).success).toBe(false);
    expect(savePaymentMethodSchema.safeParse({}).success).toBe(false);
  });
});
