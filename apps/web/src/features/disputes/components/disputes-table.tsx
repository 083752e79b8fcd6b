import type { DisputeResource } from '@drawdown/shared/http';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { createColumnHelper } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { cardName } from '../../../ui/card-label.tsx';
import { DataTable, type rowsAsServed } from '../../../ui/data-table.tsx';
import { Amount } from '../../../ui/money-text.tsx';
import { PageTurner } from '../../../ui/page-turner.tsx';
import { TableSkeleton } from '../../../ui/table-skeleton.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { useCursorPages } from '../../../ui/use-cursor-pages.ts';
import type { DisputesFilter } from '../api/disputes.ts';
import { disputesQuery } from '../api/disputes.ts';
import { DisputeStatusMark } from './dispute-status.tsx';

type Props = { filter: DisputesFilter; none: ReactNode };

/** Disputed payments, with what they took and until when evidence is awaited. */
export function DisputesTable({ filter, none }: Props) {
  const pages = useCursorPages();
  const { data: page } = useQuery(disputesQuery(filter, pages.cursor));
  if (!page) return <TableSkeleton label="Loading disputes" rows={4} />;
  if (page.data.length === 0 && pages.pageNumber === 1) return none;
  return (
    <>
      <DataTable label="Disputes" columns={columns} rows={page.data} rowId={({ id }) => id} />
      <PageTurner label="disputes" pages={pages} nextCursor={page.nextCursor} words={['Newer', 'Older']} />
    </>
  );
}

const column = createColumnHelper<typeof rowsAsServed, DisputeResource>();

const columns = [
  column.display({
    id: 'opened',
    header: 'Opened',
    cell: ({ row: { original: dispute } }) => (
      <Link className="row-link" to="/disputes/$disputeId" params={{ disputeId: dispute.id }}>
        <Timestamp at={dispute.openedAt} />
      </Link>
    ),
  }),
  column.display({
    id: 'whose',
    header: 'Whose payment',
    cell: ({ row: { original: dispute } }) => (
      <span className="wrapping-cell">
        {whose(dispute)}
        <span className="cell-below">{dispute.reasonWords}</span>
      </span>
    ),
  }),
  column.display({
    id: 'status',
    header: 'Status',
    cell: ({ row }) => <DisputeStatusMark status={row.original.status} />,
  }),
  column.display({
    id: 'amount',
    header: 'Amount',
    meta: { align: 'right' },
    cell: ({ row }) => <Amount value={row.original.amount} />,
  }),
  column.display({
    id: 'due',
    header: 'Evidence due',
    cell: ({ row: { original: dispute } }) =>
      dispute.evidenceDueAt && dispute.verdict === null ? (
        <Timestamp at={dispute.evidenceDueAt} />
      ) : (
        <span className="quiet">—</span>
      ),
  }),
];

/** `Sunrise Solar, Visa 4242`. */
export function whose({ payment, buyerName, walletName }: DisputeResource): string {
  const payer = payment.payer === 'account' ? 'Your agency' : (buyerName ?? walletName ?? 'A buyer');
  return payment.card ? `${payer}, ${cardName(payment.card)}` : payer;
}
