import { Button, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { InvoicesFilter } from '../../features/invoices/api/invoices.ts';
import { invoicesQuery } from '../../features/invoices/api/invoices.ts';
import { InvoicesFilterRow } from '../../features/invoices/components/invoices-filter.tsx';
import { InvoicesTable } from '../../features/invoices/components/invoices-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { BuyerPicker } from '../buyers/buyer-picker.tsx';
import { useBuyerNames } from '../buyers/use-buyer-names.ts';
import { LiveMark } from '../live/live-mark.tsx';

const route = getRouteApi('/signed-in/invoices');

export function InvoicesPage() {
  useDocumentTitle('Invoices · Drawdown');
  const filter: InvoicesFilter = route.useSearch();
  const navigate = route.useNavigate();
  const { names } = useBuyerNames();
  const { dataUpdatedAt } = useQuery(invoicesQuery(filter, undefined));
  const onFilter = (next: InvoicesFilter) => void navigate({ search: next, replace: true });
  const filtered = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      <div className="page-head">
        <Title order={1}>Invoices</Title>
        <LiveMark updatedAt={dataUpdatedAt} />
      </div>
      <p className="page-facts">
        What buyers owe for leads of a period, and receipts for top-ups that were asked for as invoices.
      </p>
      <InvoicesFilterRow
        filter={filter}
        onFilter={onFilter}
        buyer={
          <BuyerPicker
            names={names}
            value={filter.buyerId}
            onPick={(buyerId) => onFilter({ ...filter, buyerId })}
          />
        }
      />
      <InvoicesTable
        key={JSON.stringify(filter)}
        filter={filter}
        none={
          filtered ? (
            <EmptyState title="No invoice matches.">
              <Button variant="default" size="sm" onClick={() => onFilter({})}>
                Show all invoices
              </Button>
            </EmptyState>
          ) : (
            <EmptyState title="No invoice yet. They appear when a period of a buyer on terms closes." />
          )
        }
      />
    </>
  );
}
