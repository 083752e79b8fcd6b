import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../fields.ts';
import { invoiceIssued, invoiceOverdue } from './invoice.ts';

const data = {
  buyerId: 'buy_1',
  buyerName: 'Lone Star Roofing',
  number: 'LONE-0001',
  period: '2026-11',
  dueMinor: 20_000,
  currency: 'USD',
  dueAt: '2026-12-15T00:00:00Z',
  hostedUrl: 'https://pay.example/in_1',
  paused: false,
  reminder: false,
};
const context = (audience: 'agency' | 'buyer') => ({
  accountName: 'Leads & Co',
  audience,
  replyTo: null,
  page: (path: string) => `https://app.example${path}`,
});

describe('mail about an invoice', () => {
  it('tells the buyer what to pay until when, with the page to pay it on', () => {
    const letter = invoiceIssued(fieldsOf(data), context('buyer'));
    expect(letter.subject).toBe('Invoice LONE-0001: $200.00 from Leads & Co');
    expect(letter.paragraphs[0]).toContain('Please pay $200.00 to Leads & Co until');
    expect(letter.action).toEqual({ label: 'Pay the invoice', url: 'https://pay.example/in_1' });
  });

  it('tells the agency whose it is, and leads to the buyer', () => {
    const letter = invoiceIssued(fieldsOf(data), context('agency'));
    expect(letter.subject).toBe('Invoice LONE-0001: $200.00 for Lone Star Roofing');
    expect(letter.action?.url).toBe('https://app.example/buyers/buy_1');
  });

  it('says of what is billed by hand that it is a statement, without a page', () => {
    const letter = invoiceIssued(fieldsOf({ ...data, number: null, hostedUrl: null }), context('buyer'));
    expect(letter.subject).toContain('The statement for 2026-11');
    expect(letter.action).toBeNull();
  });

  it('says when it is overdue what that means for delivery', () => {
    const paused = invoiceOverdue(fieldsOf({ ...data, paused: true }), context('agency'));
    expect(paused.paragraphs.join(' ')).toContain('Lone Star Roofing receives no leads until it is paid');
    const going = invoiceOverdue(fieldsOf(data), context('buyer'));
    expect(going.paragraphs.join(' ')).toContain('Leads are still delivered to you, within the credit limit');
  });
});
