import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { disputeQuery } from '../../features/disputes/api/disputes.ts';
import { DisputeDetails } from '../../features/disputes/components/dispute-details.tsx';
import { DisputeStatusMark } from '../../features/disputes/components/dispute-status.tsx';
import { moneyText } from '../../ui/money-text.tsx';
import { LiveMark } from '../live/live-mark.tsx';
import { PagePending } from './page-pending.tsx';

const route = getRouteApi('/signed-in/disputes/$disputeId');

export function DisputePage() {
  const { disputeId } = route.useParams();
  const { data: dispute, dataUpdatedAt } = useQuery(disputeQuery(disputeId));
  useDocumentTitle('Dispute · Drawdown');
  if (!dispute) return <PagePending />;
  return (
    <>
      <p className="trail">
        <Link className="text-link" to="/disputes">
          Disputes
        </Link>
      </p>
      <div className="page-head">
        <Title order={1}>Dispute over {moneyText(dispute.amount)}</Title>
        <DisputeStatusMark status={dispute.status} />
        <LiveMark updatedAt={dataUpdatedAt} />
      </div>
      <DisputeDetails dispute={dispute} />
    </>
  );
}
