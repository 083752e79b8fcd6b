import { Button, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { sharedWalletsQuery } from '../../features/wallets/api/wallets.ts';
import { NewWallet } from '../../features/wallets/components/new-wallet.tsx';
import { WalletsTable } from '../../features/wallets/components/wallets-table.tsx';
import { LiveMark } from '../live/live-mark.tsx';
import { useMay, useSession } from '../use-session.ts';

const route = getRouteApi('/signed-in/wallets');

export function WalletsPage() {
  useDocumentTitle('Shared wallets · Drawdown');
  const { dataUpdatedAt } = useQuery(sharedWalletsQuery(undefined));
  return (
    <>
      <div className="page-head">
        <Title order={1}>Shared wallets</Title>
        <LiveMark updatedAt={dataUpdatedAt} />
        <div className="page-actions">
          <AddWallet />
        </div>
      </div>
      <p className="page-facts">Wallets of your agency that several buyers draw on.</p>
      <WalletsTable />
    </>
  );
}

function AddWallet() {
  const mayCreate = useMay('wallets:write');
  const { account } = useSession();
  const { open } = route.useSearch();
  const navigate = route.useNavigate();
  const goTo = useNavigate();
  if (!mayCreate) return null;
  return (
    <>
      <Button
        leftSection={<IconPlus size={16} aria-hidden="true" />}
        onClick={() => void navigate({ search: { open: 'new' } })}
      >
        New shared wallet
      </Button>
      <NewWallet
        opened={open === 'new'}
        onClose={() => void navigate({ search: {}, replace: true })}
        currency={account.currency}
        onCreated={({ id }) => void goTo({ to: '/wallets/$walletId', params: { walletId: id } })}
      />
    </>
  );
}
