import type { WalletResource } from '@drawdown/shared/http';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageTurner } from '../../../ui/page-turner.tsx';
import { TableSkeleton } from '../../../ui/table-skeleton.tsx';
import { useCursorPages } from '../../../ui/use-cursor-pages.ts';
import { entriesQuery } from '../api/wallets.ts';
import { historyColumns } from './history-columns.tsx';
import type { HistoryRow, PendingRow } from './history-row.ts';
import { historyRows } from './history-row.ts';

type Props = {
  wallet: WalletResource;
  /** Top-ups under way; shown at once, above the first page, and never as part of the balance. */
  pending: PendingRow[];
  onOpenTopUp: (topUpId: string) => void;
};

/** Every change of the wallet, newest first, with the running balance. */
export function HistoryTable({ wallet, pending, onOpenTopUp }: Props) {
  const pages = useCursorPages();
  const { data: page } = useQuery(entriesQuery(wallet.id, pages.cursor));
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const { buyers, owner } = wallet;
  const columns = useMemo(
    () => historyColumns({ buyers: owner === 'account' ? buyers : null, onOpenTopUp, narrow }),
    [buyers, owner, onOpenTopUp, narrow],
  );

  if (!page) return <TableSkeleton label="Loading history" />;
  const rows = historyRows(pages.pageNumber === 1 ? pending : [], page.data);
  if (rows.length === 0) {
    return <EmptyState title="Nothing has happened yet. Credit and leads appear here as they are booked." />;
  }
  return (
    <>
      <DataTable
        label="History"
        columns={columns}
        rows={rows}
        rowId={rowId}
        rowClassName={(row) => (row.kind === 'pending' ? 'pending-row' : undefined)}
      />
      <PageTurner label="history" pages={pages} nextCursor={page.nextCursor} words={['Newer', 'Older']} />
    </>
  );
}

function rowId(row: HistoryRow): string {
  return row.kind === 'pending' ? row.topUpId : row.entry.id;
}
