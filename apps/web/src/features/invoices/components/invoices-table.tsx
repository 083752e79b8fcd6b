import type { InvoiceSummaryResource } from '@drawdown/shared/http';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { createColumnHelper } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { DataTable, type rowsAsServed } from '../../../ui/data-table.tsx';
import { Amount } from '../../../ui/money-text.tsx';
import { PageTurner } from '../../../ui/page-turner.tsx';
import { TableSkeleton } from '../../../ui/table-skeleton.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { useCursorPages } from '../../../ui/use-cursor-pages.ts';
import type { InvoicesFilter } from '../api/invoices.ts';
import { invoicesQuery } from '../api/invoices.ts';
import { invoiceName, KIND_WORDS, periodWords } from '../invoice-words.ts';
import { InvoiceStatusMark } from './invoice-status.tsx';

type Props = { filter: InvoicesFilter; none: ReactNode };

/** Invoices with what is still due. Mount it anew for another filter, so that paging starts at the front. */
export function InvoicesTable({ filter, none }: Props) {
  const pages = useCursorPages();
  const { data: page } = useQuery(invoicesQuery(filter, pages.cursor));
  if (!page) return <TableSkeleton label="Loading invoices" rows={6} />;
  if (page.data.length === 0 && pages.pageNumber === 1) return none;
  return (
    <>
      <DataTable label="Invoices" columns={columns} rows={page.data} rowId={({ id }) => id} />
      <PageTurner label="invoices" pages={pages} nextCursor={page.nextCursor} words={['Newer', 'Older']} />
    </>
  );
}

const column = createColumnHelper<typeof rowsAsServed, InvoiceSummaryResource>();

const columns = [
  column.display({
    id: 'invoice',
    header: 'Invoice',
    cell: ({ row: { original: invoice } }) => (
      <>
        <Link className="row-link" to="/invoices/$invoiceId" params={{ invoiceId: invoice.id }}>
          {invoiceName(invoice)}
        </Link>
        <span className="cell-below">
          {KIND_WORDS[invoice.kind]}
          {invoice.stripe.number && invoice.period ? `, ${periodWords(invoice.period)}` : ''}
        </span>
      </>
    ),
  }),
  column.display({
    id: 'buyer',
    header: 'Buyer',
    cell: ({ row: { original: invoice } }) => <BuyerCell invoice={invoice} />,
  }),
  column.display({
    id: 'status',
    header: 'Status',
    cell: ({ row }) => <InvoiceStatusMark status={row.original.status} />,
  }),
  column.display({
    id: 'amount',
    header: 'Amount',
    meta: { align: 'right' },
    cell: ({ row }) => <Amount value={row.original.amount} />,
  }),
  column.display({
    id: 'due',
    header: 'Still due',
    meta: { align: 'right' },
    cell: ({ row }) => <Amount value={row.original.amountDue} />,
  }),
  column.display({
    id: 'due-at',
    header: 'Due on',
    cell: ({ row: { original: invoice } }) =>
      invoice.dueAt ? <Timestamp at={invoice.dueAt} /> : <span className="quiet">—</span>,
  }),
  column.display({
    id: 'issued',
    header: 'Issued',
    meta: { onlyWide: true },
    cell: ({ row: { original: invoice } }) =>
      invoice.issuedAt ? <Timestamp at={invoice.issuedAt} /> : <span className="quiet">Not yet</span>,
  }),
];

function BuyerCell({ invoice: { buyerId, buyerName } }: { invoice: InvoiceSummaryResource }) {
  if (!buyerId) return <span className="quiet">Your agency</span>;
  return (
    <Link className="text-link" to="/buyers/$buyerId" params={{ buyerId }}>
      {buyerName ?? buyerId}
    </Link>
  );
}
