import type { BuyerResource } from '@drawdown/shared/http';
import { useState } from 'react';
import type { DeliveriesFilter } from '../../features/deliveries/api/deliveries.ts';
import { DeliveriesFilterRow } from '../../features/deliveries/components/deliveries-filter.tsx';
import { DeliveriesTable } from '../../features/deliveries/components/deliveries-table.tsx';
import { ExportLeads } from '../../features/deliveries/components/export-leads.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Section } from '../../ui/section.tsx';
import { useMay, useSession } from '../use-session.ts';
import { LeadReceipt } from './lead-receipt.tsx';

/** The leads of one buyer, with what became of each. */
export function BuyerDeliveries({ buyer }: { buyer: BuyerResource }) {
  const { account } = useSession();
  const mayRead = useMay('deliveries:read');
  const [filter, setFilter] = useState<DeliveriesFilter>({});
  const [opened, setOpened] = useState<string>();
  if (!mayRead) return null;
  const filtered = filter.leadId !== undefined || filter.outcome !== undefined;
  return (
    <Section title="Leads" actions={<ExportLeads buyer={buyer} timeZone={account.timeZone} />}>
      <div className="filter-space">
        <DeliveriesFilterRow filter={filter} onFilter={setFilter} />
      </div>
      <DeliveriesTable
        key={JSON.stringify(filter)}
        filter={{ ...filter, buyerId: buyer.id }}
        nameOf={null}
        none={
          <EmptyState
            title={
              filtered
                ? 'No lead of this buyer matches.'
                : 'No lead yet. Every lead that is delivered or refused appears here.'
            }
          />
        }
        onOpen={setOpened}
      />
      <LeadReceipt deliveryId={opened} onClose={() => setOpened(undefined)} />
    </Section>
  );
}
