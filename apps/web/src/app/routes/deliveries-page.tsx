import { Button, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { DeliveriesFilter } from '../../features/deliveries/api/deliveries.ts';
import { deliveriesQuery } from '../../features/deliveries/api/deliveries.ts';
import { DeliveriesFilterRow } from '../../features/deliveries/components/deliveries-filter.tsx';
import { DeliveriesTable } from '../../features/deliveries/components/deliveries-table.tsx';
import { ExportLeads } from '../../features/deliveries/components/export-leads.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { BuyerPicker } from '../buyers/buyer-picker.tsx';
import { useBuyerNames } from '../buyers/use-buyer-names.ts';
import { LeadReceipt } from '../deliveries/lead-receipt.tsx';
import { LiveMark } from '../live/live-mark.tsx';
import { useSession } from '../use-session.ts';

const route = getRouteApi('/signed-in/deliveries');

export function DeliveriesPage() {
  useDocumentTitle('Leads · Drawdown');
  const { account } = useSession();
  const { buyerId, leadId, outcome, delivery } = route.useSearch();
  const navigate = route.useNavigate();
  const filter: DeliveriesFilter = { buyerId, leadId, outcome };
  const { dataUpdatedAt } = useQuery(deliveriesQuery(filter, undefined));
  const { nameOf, names } = useBuyerNames();
  const onFilter = (next: DeliveriesFilter) => void navigate({ search: next, replace: true });
  const onOpen = useCallback(
    (id: string | undefined) =>
      void navigate({ search: (now) => ({ ...now, delivery: id }), resetScroll: false }),
    [navigate],
  );
  const filtered = Object.values(filter).some((value) => value !== undefined);
  const buyer = names.find(({ id }) => id === buyerId) ?? null;
  return (
    <>
      <div className="page-head">
        <Title order={1}>Leads</Title>
        <LiveMark updatedAt={dataUpdatedAt} />
        <div className="page-actions">
          <ExportLeads buyer={buyer} timeZone={account.timeZone} />
        </div>
      </div>
      <DeliveriesFilterRow
        filter={filter}
        onFilter={onFilter}
        buyer={
          <BuyerPicker
            names={names}
            value={buyerId}
            onPick={(picked) => onFilter({ ...filter, buyerId: picked })}
          />
        }
      />
      <DeliveriesTable
        key={JSON.stringify(filter)}
        filter={filter}
        nameOf={nameOf}
        onOpen={onOpen}
        none={
          filtered ? (
            <EmptyState title="No lead matches.">
              <Button variant="default" size="sm" onClick={() => onFilter({})}>
                Show all leads
              </Button>
            </EmptyState>
          ) : (
            <EmptyState title="No lead yet. Every lead that is delivered or refused appears here." />
          )
        }
      />
      <LeadReceipt deliveryId={delivery} onClose={() => onOpen(undefined)} />
    </>
  );
}
