import type { BuyerResource } from '@drawdown/shared/http';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { createColumnHelper } from '@tanstack/react-table';
import { cardName } from '../../../ui/card-label.tsx';
import { DataTable, type rowsAsServed } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Amount } from '../../../ui/money-text.tsx';
import { PageTurner } from '../../../ui/page-turner.tsx';
import { TableSkeleton } from '../../../ui/table-skeleton.tsx';
import { useCursorPages } from '../../../ui/use-cursor-pages.ts';
import { buyersQuery } from '../api/buyers.ts';
import { DeliveryStatus } from './delivery-status.tsx';

type Props = { search: string; onClearSearch: () => void };

/** The account's buyers. Mount it anew for another search, so that paging starts at the front. */
export function BuyersTable({ search, onClearSearch }: Props) {
  const pages = useCursorPages();
  const { data: page } = useQuery(buyersQuery({ search, cursor: pages.cursor }));
  if (!page) return <TableSkeleton label="Loading buyers" rows={8} />;
  if (page.data.length === 0) return <NoBuyers search={search} onClearSearch={onClearSearch} />;
  return (
    <>
      <DataTable label="Buyers" columns={columns} rows={page.data} rowId={(buyer) => buyer.id} />
      <PageTurner label="buyers" pages={pages} nextCursor={page.nextCursor} />
    </>
  );
}

function NoBuyers({ search, onClearSearch }: Props) {
  if (search === '') {
    return (
      <EmptyState title="No buyers yet.">
        <p>
          Create the first one with “New buyer”, or over the API with <code>POST /v1/buyers</code>; the{' '}
          <a href="/docs">API page</a> shows how.
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={`No buyer matches “${search}”.`}>
      <Button variant="default" size="sm" onClick={onClearSearch}>
        Clear search
      </Button>
    </EmptyState>
  );
}

const column = createColumnHelper<typeof rowsAsServed, BuyerResource>();

const columns = [
  column.display({
    id: 'name',
    header: 'Buyer',
    cell: ({ row }) => (
      <Link className="row-link" to="/buyers/$buyerId" params={{ buyerId: row.original.id }}>
        {row.original.name}
      </Link>
    ),
  }),
  column.display({
    id: 'status',
    header: 'Delivery',
    cell: ({ row }) => <DeliveryStatus buyer={row.original} />,
  }),
  column.display({
    id: 'available',
    header: 'Available',
    meta: { align: 'right' },
    cell: ({ row }) => <Amount value={row.original.wallet.available} />,
  }),
  column.display({ id: 'wallet', header: 'Wallet', cell: ({ row }) => <WalletCell buyer={row.original} /> }),
  column.display({
    id: 'card',
    header: 'Default card',
    cell: ({ row }) =>
      row.original.defaultPaymentMethod ? (
        cardName(row.original.defaultPaymentMethod)
      ) : (
        <span className="quiet">No card</span>
      ),
  }),
];

function WalletCell({ buyer }: { buyer: BuyerResource }) {
  const { wallet, walletId } = buyer;
  if (wallet.owner === 'buyer') return 'Own';
  return (
    <>
      <Link className="text-link" to="/wallets/$walletId" params={{ walletId }}>
        {wallet.name ?? 'Shared wallet'}
      </Link>
      , shared by {wallet.sharedBy}
    </>
  );
}
