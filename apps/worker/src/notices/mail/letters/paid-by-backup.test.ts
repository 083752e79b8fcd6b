import { expect, test } from 'vitest';
import { fieldsOf } from '../fields.ts';
import { render } from '../rendering/render.ts';
import { isPaidByBackup, paidByBackup } from './paid-by-backup.ts';
import { toAgency, toBuyer } from './testing/readers.ts';

const paid = {
  buyerId: 'buy_1',
  buyerName: 'Acme Solar',
  amountMinor: 50_000,
  currency: 'USD',
  brand: 'visa',
  last4: '0002',
  declineCode: 'lost_card',
  paidByBrand: 'mastercard',
  paidByLast4: '4444',
};

test('a card that is blocked is to be replaced, because automatic top-ups ask no other', () => {
  const fields = fieldsOf({ ...paid, blockedUntil: '2026-12-23T10:00:00Z', autoTopUp: 'on' });
  expect(isPaidByBackup(fields)).toBe(true);
  const { subject, text } = render(paidByBackup(fields, toAgency), toAgency);
  expect(subject).toBe('Card declined, backup card charged: $500.00 for the wallet of Acme Solar');
  expect(text).toContain('The backup card, Mastercard ending in 4444, has paid it: nobody is paused');
  expect(text).toContain('Visa ending in 0002 is not charged before Wed, 23 Dec 2026, 10:00 UTC');
  expect(text).toContain('Make another card the default: until then no automatic top-up starts.');
  expect(text).toContain('https://billing.example/buyers/buy_1');
});

test('a card that is not blocked is asked first again', () => {
  const { text } = render(
    paidByBackup(fieldsOf({ ...paid, declineCode: 'insufficient_funds' }), toAgency),
    toAgency,
  );
  expect(text).toContain('The next charge is asked of Visa ending in 0002 first again.');
  expect(text).not.toContain('Not charged before');
});

test('a buyer hears of his own cards, and of no page that he cannot open', () => {
  const { subject, text } = render(paidByBackup(fieldsOf(paid), toBuyer), toBuyer);
  expect(subject).toBe('Northwind Leads has charged your backup card: $500.00');
  expect(text).toContain('could not be charged to your Visa ending in 0002');
  expect(text).not.toContain('https://billing.example');
});

test('a decline that nothing was paid for is another mail', () => {
  expect(isPaidByBackup(fieldsOf({ brand: 'visa', last4: '0002', declineCode: 'lost_card' }))).toBe(false);
});
