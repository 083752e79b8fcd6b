import type { PaymentResource } from '@drawdown/shared/http';
import { useQuery } from '@tanstack/react-query';
import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type rowsAsServed } from '../../../ui/data-table.tsx';
import { Amount, moneyText } from '../../../ui/money-text.tsx';
import { PageTurner } from '../../../ui/page-turner.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { useCursorPages } from '../../../ui/use-cursor-pages.ts';
import { paymentsQuery } from '../api/receivables.ts';
import { ReversePayment } from './reverse-payment.tsx';

/** What a buyer paid of what it owed; nothing while there is none. */
export function PaymentsTable({ buyerId, mayReverse }: { buyerId: string; mayReverse: boolean }) {
  const pages = useCursorPages();
  const { data: page } = useQuery({ ...paymentsQuery(buyerId, pages.cursor), throwOnError: false });
  if (!page || (page.data.length === 0 && pages.pageNumber === 1)) return null;
  return (
    <>
      <h3 className="small-title">Payments</h3>
      <DataTable
        label="Payments"
        columns={mayReverse ? [...columns, reversal] : columns}
        rows={page.data}
        rowId={({ id }) => id}
      />
      <PageTurner label="payments" pages={pages} nextCursor={page.nextCursor} words={['Newer', 'Older']} />
    </>
  );
}

const SOURCES: Record<PaymentResource['source'], string> = {
  card_on_file: 'Card on file',
  hosted_page: 'Stripe’s page',
  outside: 'Outside Stripe',
};

const column = createColumnHelper<typeof rowsAsServed, PaymentResource>();

const columns = [
  column.display({
    id: 'at',
    header: 'Received',
    cell: ({ row }) => <Timestamp at={row.original.receivedAt} />,
  }),
  column.display({
    id: 'how',
    header: 'How',
    cell: ({ row: { original: payment } }) => (
      <span className="wrapping-cell">
        {SOURCES[payment.source]}
        {payment.reference ? `, ${payment.reference}` : ''}
        <span className="cell-below">{standing(payment)}</span>
      </span>
    ),
  }),
  column.display({
    id: 'by',
    header: 'Recorded by',
    meta: { onlyWide: true },
    cell: ({ row }) => row.original.recordedBy,
  }),
  column.display({
    id: 'amount',
    header: 'Amount',
    meta: { align: 'right' },
    cell: ({ row }) => <Amount value={row.original.amount} />,
  }),
];

const reversal = column.display({
  id: 'reverse',
  header: 'Correct',
  meta: { onlyWide: true },
  cell: ({ row: { original: payment } }) =>
    payment.source === 'outside' && !payment.reversed ? <ReversePayment payment={payment} /> : null,
});

function standing({ reversed, unallocated, note }: PaymentResource): string {
  if (reversed) return `Taken back by ${reversed.by}: ${reversed.reason}`;
  const waits = unallocated.amount > 0 ? `${moneyText(unallocated)} waits for the next invoice.` : '';
  return [waits, note ?? ''].filter(Boolean).join(' ');
}
