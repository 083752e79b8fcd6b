import { NativeSelect } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { disputesQuery } from '../../features/disputes/api/disputes.ts';
import { DisputesTable } from '../../features/disputes/components/disputes-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LiveMark } from '../live/live-mark.tsx';
import { ChargesHead } from '../shell/charges-head.tsx';

const route = getRouteApi('/signed-in/disputes');

export function DisputesPage() {
  useDocumentTitle('Disputes · Drawdown');
  const { status } = route.useSearch();
  const navigate = route.useNavigate();
  const { dataUpdatedAt } = useQuery(disputesQuery({ status }, undefined));
  return (
    <>
      <ChargesHead title="Disputes" live={<LiveMark updatedAt={dataUpdatedAt} />} />
      <p className="page-facts">
        Payments that their payer disputes with the bank. The disputed sum leaves the wallet until the
        verdict.
      </p>
      <div className="filter-row">
        <NativeSelect
          label="Which"
          data={[
            { value: '', label: 'All' },
            { value: 'open', label: 'Open' },
            { value: 'closed', label: 'Closed' },
          ]}
          value={status ?? ''}
          onChange={({ currentTarget: { value } }) =>
            void navigate({
              search: value === 'open' || value === 'closed' ? { status: value } : {},
              replace: true,
            })
          }
        />
      </div>
      <DisputesTable
        key={status ?? 'all'}
        filter={{ status }}
        none={<EmptyState title={status ? 'No dispute matches.' : 'No payment was ever disputed.'} />}
      />
    </>
  );
}
