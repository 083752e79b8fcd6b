import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { failingChargesQuery } from '../../features/charges/api/charges.ts';
import { FailingCharges } from '../../features/charges/components/failing-charges.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { LiveMark } from '../live/live-mark.tsx';
import { ChargesHead } from '../shell/charges-head.tsx';
import { useMay, useSession } from '../use-session.ts';

const EVERYTHING = {};

export function ChargesPage() {
  useDocumentTitle('Charges and retries · Drawdown');
  const { account } = useSession();
  const mayAct = useMay('charges:write');
  const { dataUpdatedAt } = useQuery(failingChargesQuery(EVERYTHING));
  return (
    <>
      <ChargesHead title="Charges and retries" live={<LiveMark updatedAt={dataUpdatedAt} />} />
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
