import type { WalletResource } from '@drawdown/shared/http';
import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { TestPanel } from '../../features/test-controls/components/test-panel.tsx';
import { walletQuery } from '../../features/wallets/api/wallets.ts';
import { BalanceFigures } from '../../features/wallets/components/balance-figures.tsx';
import { SharedBy } from '../../features/wallets/components/shared-by.tsx';
import { AddCredit } from '../add-credit/add-credit.tsx';
import { LiveMark } from '../live/live-mark.tsx';
import { useMay, useSession } from '../use-session.ts';
import { PagePending } from './page-pending.tsx';
import { WalletParts } from './wallet-parts.tsx';

const route = getRouteApi('/signed-in/wallets/$walletId');

export function WalletPage() {
  const { walletId } = route.useParams();
  const { data: wallet, dataUpdatedAt } = useQuery(walletQuery(walletId));
  useDocumentTitle(`${wallet ? titleOf(wallet) : 'Wallet'} · Drawdown`);
  return wallet ? <Wallet key={wallet.id} wallet={wallet} updatedAt={dataUpdatedAt} /> : <PagePending />;
}

function Wallet({ wallet, updatedAt }: { wallet: WalletResource; updatedAt: number }) {
  const { topUp } = route.useSearch();
  const navigate = route.useNavigate();
  const { environment } = useSession();
  const mayTopUp = useMay('top_ups:write');
  const onTopUp = useCallback(
    (topUpId: string | undefined) =>
      void navigate({ search: topUpId ? { topUp: topUpId } : {}, resetScroll: false }),
    [navigate],
  );
  return (
    <>
      <p className="trail">
        <Link className="text-link" to="/wallets">
          Shared wallets
        </Link>
      </p>
      <div className="page-head">
        <Title order={1}>{titleOf(wallet)}</Title>
        {mayTopUp ? (
          <div className="page-actions">
            <AddCredit wallet={wallet} walletTitle={titleOf(wallet)} payerBuyer={null} />
          </div>
        ) : null}
      </div>
      <SharedBy wallet={wallet} />
      <BalanceFigures wallet={wallet} asOf={<LiveMark updatedAt={updatedAt} />} />
      <WalletParts
        {...{ wallet, onTopUp }}
        walletTitle={titleOf(wallet)}
        charges={{ walletId: wallet.id }}
        topUpId={topUp}
      />
      {environment.stripe === 'emulator' ? <TestPanel /> : null}
    </>
  );
}

/** A buyer's own wallet has no name; it goes by its buyer's. */
function titleOf(wallet: WalletResource): string {
  const buyer = wallet.buyers[0]?.name;
  return wallet.name ?? (wallet.owner === 'buyer' && buyer ? `Wallet of ${buyer}` : 'Wallet');
}
