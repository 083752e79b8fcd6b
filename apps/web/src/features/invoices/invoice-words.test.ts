import { describe, expect, it } from 'vitest';
import { usd } from '../../testing/collections-examples.ts';
import { exampleInvoice } from '../../testing/invoice-example.ts';
import { invoiceTimeline } from './invoice-timeline.ts';
import { invoiceName, periodWords } from './invoice-words.ts';

describe('an invoice in words', () => {
  it.each([
    ['2026-11', 'November 2026'],
    ['2026-W47', 'Week 47 of 2026'],
    ['2026-W03.2', 'Week 3 of 2026, part 2'],
    ['2026-11.1', 'November 2026, part 1'],
    [null, ''],
  ])('the period %s is %s', (period, words) => {
    expect(periodWords(period)).toBe(words);
  });

  it('goes by its number, else by its period', () => {
    expect(invoiceName(exampleInvoice())).toBe('ACME-0001');
    expect(invoiceName(exampleInvoice({ stripe: { invoiceId: null, number: null } }))).toBe('November 2026');
  });
});

describe('the timeline of an invoice', () => {
  it('tells in order what happened', () => {
    const invoice = exampleInvoice({
      status: 'paid',
      endedAt: '2026-12-20T00:00:00Z',
      creditNotes: [
        {
          id: 'crn_1',
          deliveryId: 'dlv_1',
          amount: usd(2_500),
          reason: 'Returned lead lead-1',
          stripeCreditNoteId: null,
          createdAt: '2026-12-04T00:00:00Z',
        },
      ],
    });
    expect(invoiceTimeline(invoice).map(({ text }) => text)).toEqual([
      'The period was closed',
      'Issued',
      '$20.00 paid: Outside Stripe, BANK-7',
      '$25.00 credited: Returned lead lead-1',
      'Paid in full',
    ]);
  });

  it('says when it was due and is not paid', () => {
    const texts = invoiceTimeline(exampleInvoice({ status: 'overdue' }), new Date('2027-01-01')).map(
      ({ text }) => text,
    );
    expect(texts.at(-1)).toBe('Was due, and is not paid');
  });
});
