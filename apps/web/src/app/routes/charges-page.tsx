import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { failingChargesQuery } from '../../features/charges/api/charges.ts';
import { FailingCharges } from '../../features/charges/components/failing-charges.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { LiveMark } from '../live/live-mark.tsx';
import { useMay, useSession } from '../use-session.ts';

const EVERYTHING = {};

export function ChargesPage() {
  useDocumentTitle('Charges and retries · Drawdown');
  const { account } = useSession();
  const mayAct = useMay('charges:write');
  const { dataUpdatedAt } = useQuery(failingChargesQuery(EVERYTHING));
  return (
    <>
      <div className="page-head">
        <Title order={1}>Charges and retries</Title>
        <LiveMark updatedAt={dataUpdatedAt} />
      </div>
      <p className="page-facts">
        Charges that were declined and are still to be collected, by the card that was declined.
      </p>
      <FailingCharges
        filter={EVERYTHING}
        accountName={account.name}
        mayAct={mayAct}
        loading={<TableSkeleton label="Loading charges" rows={3} />}
        none={<EmptyState title="Nothing is waiting to be collected." />}
        onOpenTopUp={null}
      />
    </>
  );
}
