import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { sharedWalletsQuery } from '../../features/wallets/api/wallets.ts';
import { WalletsTable } from '../../features/wallets/components/wallets-table.tsx';
import { LiveMark } from '../live/live-mark.tsx';

export function WalletsPage() {
  useDocumentTitle('Shared wallets · Drawdown');
  const { dataUpdatedAt } = useQuery(sharedWalletsQuery(undefined));
  return (
    <>
      <div className="page-head">
        <Title order={1}>Shared wallets</Title>
        <LiveMark updatedAt={dataUpdatedAt} />
      </div>
      <p className="page-facts">Wallets of your agency that several buyers draw on.</p>
      <WalletsTable />
    </>
  );
}
