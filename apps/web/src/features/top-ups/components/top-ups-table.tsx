import type { TopUpResource } from '@drawdown/shared/http';
import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createColumnHelper } from '@tanstack/react-table';
import { useMemo } from 'react';
import { cardName } from '../../../ui/card-label.tsx';
import { DataTable, type rowsAsServed } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { WorkflowLink } from '../../../ui/fact.tsx';
import { Amount } from '../../../ui/money-text.tsx';
import { PageTurner } from '../../../ui/page-turner.tsx';
import { TableSkeleton } from '../../../ui/table-skeleton.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { useCursorPages } from '../../../ui/use-cursor-pages.ts';
import { topUpsQuery } from '../api/top-ups.ts';
import { TopUpStatusMark } from './top-up-status-mark.tsx';

type Props = { walletId: string; onOpen: (topUpId: string) => void };

/** A wallet's top-ups with their state, who paid, and why one went wrong. */
export function TopUpsTable({ walletId, onOpen }: Props) {
  const pages = useCursorPages();
  const { data: page } = useQuery(topUpsQuery(walletId, pages.cursor));
  const columns = useMemo(() => topUpColumns(onOpen), [onOpen]);

  if (!page) return <TableSkeleton label="Loading top-ups" rows={3} />;
  if (page.data.length === 0) {
    return <EmptyState title="No top-ups yet. Credit that you add appears here with its whole story." />;
  }
  return (
    <>
      <DataTable label="Top-ups" columns={columns} rows={page.data} rowId={(topUp) => topUp.id} />
      <PageTurner label="top-ups" pages={pages} nextCursor={page.nextCursor} words={['Newer', 'Older']} />
    </>
  );
}

const column = createColumnHelper<typeof rowsAsServed, TopUpResource>();

function topUpColumns(onOpen: (topUpId: string) => void) {
  return [
    column.display({
      id: 'requested',
      header: 'Requested',
      cell: ({ row }) => (
        <Anchor component="button" type="button" size="sm" onClick={() => onOpen(row.original.id)}>
          <Timestamp at={row.original.createdAt} />
        </Anchor>
      ),
    }),
    column.display({
      id: 'status',
      header: 'Status',
      cell: ({ row }) => <TopUpStatusMark topUp={row.original} />,
    }),
    column.display({
      id: 'amount',
      header: 'Amount',
      meta: { align: 'right' },
      cell: ({ row }) => <Amount value={row.original.amount} />,
    }),
    column.display({
      id: 'paid-by',
      header: 'Paid by',
      cell: ({ row }) => paidBy(row.original),
    }),
    column.display({
      id: 'why',
      header: 'What happened',
      cell: ({ row }) => <span className="wrapping-cell">{whatHappened(row.original)}</span>,
    }),
    column.display({
      id: 'attempts',
      header: 'Attempts',
      meta: { align: 'right', onlyWide: true },
      cell: ({ row }) => row.original.attempts.length,
    }),
    column.display({
      id: 'workflow',
      header: 'Workflow',
      cell: ({ row }) => <WorkflowLink workflow={row.original.workflow} />,
    }),
  ];
}

export function paidBy(topUp: TopUpResource): string {
  switch (topUp.funding) {
    case 'account_card':
      return topUp.paymentMethod ? `Agency, ${cardName(topUp.paymentMethod)}` : 'Agency’s card';
    case 'buyer_card':
      return topUp.paymentMethod ? `Buyer, ${cardName(topUp.paymentMethod)}` : 'Buyer’s card';
    case 'external':
      return 'Money received';
    case 'promotional':
      return 'Promotional credit';
  }
}

/** Why it is not done, or how it came to be; a decline that was overcome is history. */
function whatHappened(topUp: TopUpResource): string {
  if (topUp.status === 'succeeded' && topUp.attempts.length > 1)
    return `Paid at try ${topUp.attempts.length}`;
  if (topUp.status === 'succeeded') return topUp.reference ?? topUp.reason ?? '';
  return topUp.decline?.message ?? topUp.waitingFor ?? topUp.reference ?? topUp.reason ?? '';
}
