import type { InvoiceResource } from '@drawdown/shared/http';
import { moneyText } from '../../ui/money-text.tsx';
import { SOURCE_WORDS } from './invoice-words.ts';

export type TimelineItem = { at: string; text: string };

const ENDED_WORDS: Record<InvoiceResource['status'], string | null> = {
  draft: null,
  open: null,
  overdue: null,
  paid: 'Paid in full',
  void: 'Voided: its leads are owed as before and go on the next invoice',
  written_off: 'The rest was written off',
};

/** What happened to an invoice, in order. */
export function invoiceTimeline(invoice: InvoiceResource, now = new Date()): TimelineItem[] {
  const ended = ENDED_WORDS[invoice.status];
  const overdue = invoice.status === 'overdue' && invoice.dueAt !== null && new Date(invoice.dueAt) <= now;
  const items: TimelineItem[] = [
    {
      at: invoice.createdAt,
      text: invoice.kind === 'top_up' ? 'Made for a top-up' : 'The period was closed',
    },
    ...(invoice.issuedAt ? [{ at: invoice.issuedAt, text: 'Issued' }] : []),
    ...(overdue && invoice.dueAt ? [{ at: invoice.dueAt, text: 'Was due, and is not paid' }] : []),
    ...invoice.payments.map(({ receivedAt, amount, source, reference }) => ({
      at: receivedAt,
      text: `${moneyText(amount)} paid: ${SOURCE_WORDS[source]}${reference ? `, ${reference}` : ''}`,
    })),
    ...invoice.creditNotes.map(({ createdAt, amount, reason }) => ({
      at: createdAt,
      text: `${moneyText(amount)} credited: ${reason}`,
    })),
    ...(invoice.endedAt && ended ? [{ at: invoice.endedAt, text: ended }] : []),
  ];
  return items.toSorted((a, b) => a.at.localeCompare(b.at));
}
