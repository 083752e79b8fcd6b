import type { DeliveryResource } from '@drawdown/shared/http';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { DataTable } from '../../../ui/data-table.tsx';
import { PageTurner } from '../../../ui/page-turner.tsx';
import { TableSkeleton } from '../../../ui/table-skeleton.tsx';
import { useCursorPages } from '../../../ui/use-cursor-pages.ts';
import type { DeliveriesFilter } from '../api/deliveries.ts';
import { deliveriesQuery } from '../api/deliveries.ts';
import { deliveryColumns } from './delivery-columns.tsx';
import './deliveries.css';

type Props = {
  filter: DeliveriesFilter;
  /** Names a buyer; null on a buyer's own page. */
  nameOf: ((buyerId: string) => string) | null;
  none: ReactNode;
  onOpen: (deliveryId: string) => void;
};

/** Leads with price, outcome and who paid. Mount it anew for another filter, so that paging starts at the front. */
export function DeliveriesTable({ filter, nameOf, none, onOpen }: Props) {
  const pages = useCursorPages();
  const { data: page } = useQuery(deliveriesQuery(filter, pages.cursor));
  const columns = useMemo(() => deliveryColumns({ nameOf, onOpen }), [nameOf, onOpen]);
  if (!page) return <TableSkeleton label="Loading leads" rows={6} />;
  if (page.data.length === 0 && pages.pageNumber === 1) return none;
  return (
    <>
      <DataTable
        label="Leads"
        columns={columns}
        rows={page.data}
        rowId={(delivery) => delivery.id}
        rowClassName={pendingRow}
      />
      <PageTurner label="leads" pages={pages} nextCursor={page.nextCursor} words={['Newer', 'Older']} />
    </>
  );
}

function pendingRow({ outcome }: DeliveryResource): string | undefined {
  return outcome === 'pending' ? 'pending-row' : undefined;
}
