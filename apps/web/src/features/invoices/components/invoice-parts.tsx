import type {
  CreditNoteResource,
  InvoiceLineResource,
  InvoiceResource,
  ReceivablePaymentResource,
} from '@drawdown/shared/http';
import { createColumnHelper } from '@tanstack/react-table';
import { dayWords } from '../../../ui/calendar-day.ts';
import { DataTable, type rowsAsServed } from '../../../ui/data-table.tsx';
import { Amount } from '../../../ui/money-text.tsx';
import { Section } from '../../../ui/section.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { invoiceTimeline } from '../invoice-timeline.ts';
import { SOURCE_WORDS } from '../invoice-words.ts';
import './invoices.css';

/** Lines by day, what was paid, what was credited, and what happened when. */
export function InvoiceParts({ invoice }: { invoice: InvoiceResource }) {
  const { kind, lines, payments, creditNotes } = invoice;
  return (
    <>
      <Section title="Lines">
        <DataTable
          label="Lines"
          columns={lineColumns}
          rows={lines.map((line, index) => ({ ...line, number: index + 1 }))}
          rowId={({ number }) => `${number}`}
        />
      </Section>
      <Section title="Payments">
        {payments.length === 0 ? (
          <p>{kind === 'top_up' ? 'Paid by the charge of the top-up itself.' : 'Nothing was paid yet.'}</p>
        ) : (
          <DataTable label="Payments" columns={paymentColumns} rows={payments} rowId={({ id }) => id} />
        )}
      </Section>
      {creditNotes.length === 0 ? null : (
        <Section title="Credit notes">
          <DataTable label="Credit notes" columns={noteColumns} rows={creditNotes} rowId={({ id }) => id} />
        </Section>
      )}
      <Section title="Timeline">
        <ol className="story-list invoice-timeline">
          {invoiceTimeline(invoice).map(({ at, text }) => (
            <li key={`${at} ${text}`}>
              <Timestamp at={at} /> {text}
            </li>
          ))}
        </ol>
      </Section>
    </>
  );
}

const line = createColumnHelper<typeof rowsAsServed, InvoiceLineResource & { number: number }>();

const lineColumns = [
  line.display({
    id: 'day',
    header: 'Day',
    cell: ({ row: { original } }) => (original.day ? dayWords(original.day) : ''),
  }),
  line.display({
    id: 'what',
    header: 'What',
    cell: ({ row }) => <span className="wrapping-cell">{row.original.description}</span>,
  }),
  line.display({
    id: 'leads',
    header: 'Leads',
    meta: { align: 'right' },
    cell: ({ row: { original } }) => original.leads ?? '',
  }),
  line.display({
    id: 'amount',
    header: 'Amount',
    meta: { align: 'right' },
    cell: ({ row }) => <Amount value={row.original.amount} />,
  }),
];

const payment = createColumnHelper<typeof rowsAsServed, ReceivablePaymentResource>();

const paymentColumns = [
  payment.display({
    id: 'at',
    header: 'Received',
    cell: ({ row }) => <Timestamp at={row.original.receivedAt} />,
  }),
  payment.display({
    id: 'how',
    header: 'How',
    cell: ({ row: { original } }) => (
      <span className="wrapping-cell">
        {SOURCE_WORDS[original.source]}
        {original.reference ? <span className="cell-below">{original.reference}</span> : null}
      </span>
    ),
  }),
  payment.display({
    id: 'by',
    header: 'Recorded by',
    meta: { onlyWide: true },
    cell: ({ row }) => row.original.recordedBy,
  }),
  payment.display({
    id: 'amount',
    header: 'Amount',
    meta: { align: 'right' },
    cell: ({ row }) => <Amount value={row.original.amount} />,
  }),
];

const note = createColumnHelper<typeof rowsAsServed, CreditNoteResource>();

const noteColumns = [
  note.display({
    id: 'at',
    header: 'Date',
    cell: ({ row }) => <Timestamp at={row.original.createdAt} />,
  }),
  note.display({
    id: 'why',
    header: 'Why',
    cell: ({ row }) => <span className="wrapping-cell">{row.original.reason}</span>,
  }),
  note.display({
    id: 'amount',
    header: 'Amount',
    meta: { align: 'right' },
    cell: ({ row }) => <Amount value={row.original.amount} />,
  }),
];
