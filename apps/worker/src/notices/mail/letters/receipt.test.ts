import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../fields.ts';
import { render } from '../rendering/render.ts';
import { receipt } from './receipt.ts';
import { payment, toAgency, toBuyer } from './testing/readers.ts';

describe('a receipt with an invoice', () => {
  const invoiced = { ...payment, invoiceNumber: 'ACME-0007', invoiceUrl: 'https://invoice.example/7' };

  it('names its number, and where it can be seen', () => {
    for (const context of [toAgency, toBuyer]) {
      const { text } = render(receipt(fieldsOf(invoiced), context), context);
      expect(text).toContain('Invoice: ACME-0007');
      expect(text).toContain('https://invoice.example/7');
    }
  });

  it('keeps one that is made out to the agency from the buyer', () => {
    const { text } = render(receipt(fieldsOf({ ...invoiced, payer: 'account' }), toBuyer), toBuyer);
    expect(text).not.toMatch(/ACME-0007|invoice/i);
  });
});
