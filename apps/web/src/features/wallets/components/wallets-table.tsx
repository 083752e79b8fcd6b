import type { WalletResource } from '@drawdown/shared/http';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type rowsAsServed } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Amount } from '../../../ui/money-text.tsx';
import { PageTurner } from '../../../ui/page-turner.tsx';
import { TableSkeleton } from '../../../ui/table-skeleton.tsx';
import { useCursorPages } from '../../../ui/use-cursor-pages.ts';
import { sharedWalletsQuery } from '../api/wallets.ts';

/** The account's shared wallets. */
export function WalletsTable() {
  const pages = useCursorPages();
  const { data: page } = useQuery(sharedWalletsQuery(pages.cursor));
  if (!page) return <TableSkeleton label="Loading wallets" rows={4} />;
  if (page.data.length === 0) {
    return (
      <EmptyState title="No shared wallets yet.">
        <p>Every buyer has a wallet of its own. “New shared wallet” makes one that several buyers draw on.</p>
      </EmptyState>
    );
  }
  return (
    <>
      <DataTable label="Shared wallets" columns={columns} rows={page.data} rowId={(wallet) => wallet.id} />
      <PageTurner label="wallets" pages={pages} nextCursor={page.nextCursor} />
    </>
  );
}

const column = createColumnHelper<typeof rowsAsServed, WalletResource>();

const columns = [
  column.display({
    id: 'name',
    header: 'Wallet',
    cell: ({ row }) => (
      <Link className="row-link" to="/wallets/$walletId" params={{ walletId: row.original.id }}>
        {row.original.name ?? row.original.id}
      </Link>
    ),
  }),
  column.display({
    id: 'shared-by',
    header: 'Shared by',
    cell: ({ row }) => (row.original.sharedBy === 1 ? '1 buyer' : `${row.original.sharedBy} buyers`),
  }),
  column.display({
    id: 'held',
    header: 'Held',
    meta: { align: 'right' },
    cell: ({ row }) => <Amount value={row.original.held} />,
  }),
  column.display({
    id: 'available',
    header: 'Available',
    meta: { align: 'right' },
    cell: ({ row }) => <Amount value={row.original.available} />,
  }),
];
