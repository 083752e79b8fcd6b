import type { LetterContext } from '../../letter.ts';

/** Who reads a letter of a test: the agency itself, and one of its buyers. */
export const toAgency: LetterContext = {
  accountName: 'Northwind Leads',
  audience: 'agency',
  replyTo: 'billing@northwind.example',
  page: (path) => `https://billing.example${path}`,
};
export const toBuyer: LetterContext = { ...toAgency, audience: 'buyer' };

/** What is noted of a payment by card. */
export const payment = {
  topUpId: 'top_1',
  chargeId: 'chg_1',
  buyerId: 'buy_1',
  buyerName: 'Acme Solar',
  amountMinor: 50_000,
  currency: 'USD',
  brand: 'visa',
  last4: '4242',
  payer: 'buyer',
};
