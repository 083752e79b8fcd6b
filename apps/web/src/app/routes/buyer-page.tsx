import type { BuyerResource } from '@drawdown/shared/http';
import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { buyerQuery } from '../../features/buyers/api/buyers.ts';
import { DeliveryStatus } from '../../features/buyers/components/delivery-status.tsx';
import { PauseNotice } from '../../features/buyers/components/pause-notice.tsx';
import { AddCard } from '../../features/payment-methods/components/add-card.tsx';
import { CardsList } from '../../features/payment-methods/components/cards-list.tsx';
import { TestPanel } from '../../features/test-controls/components/test-panel.tsx';
import { walletQuery } from '../../features/wallets/api/wallets.ts';
import { BalanceFigures } from '../../features/wallets/components/balance-figures.tsx';
import { Section } from '../../ui/section.tsx';
import { AddCredit } from '../add-credit/add-credit.tsx';
import { LiveMark } from '../live/live-mark.tsx';
import { useMay, useSession } from '../use-session.ts';
import { PagePending } from './page-pending.tsx';
import { WalletParts } from './wallet-parts.tsx';

const route = getRouteApi('/signed-in/buyers/$buyerId');

export function BuyerPage() {
  const { buyerId } = route.useParams();
  const { data: buyer } = useQuery(buyerQuery(buyerId));
  useDocumentTitle(`${buyer?.name ?? 'Buyer'} · Drawdown`);
  return buyer ? <Buyer key={buyer.id} buyer={buyer} /> : <PagePending />;
}

function Buyer({ buyer }: { buyer: BuyerResource }) {
  const { topUp } = route.useSearch();
  const navigate = route.useNavigate();
  const { environment } = useSession();
  const mayTopUp = useMay('top_ups:write');
  const { data: wallet, dataUpdatedAt } = useQuery(walletQuery(buyer.walletId));
  const onTopUp = useCallback(
    (topUpId: string | undefined) =>
      void navigate({ search: topUpId ? { topUp: topUpId } : {}, resetScroll: false }),
    [navigate],
  );
  if (!wallet) return <PagePending />;
  return (
    <>
      <p className="trail">
        <Link className="text-link" to="/buyers">
          Buyers
        </Link>
      </p>
      <div className="page-head">
        <Title order={1}>{buyer.name}</Title>
        <DeliveryStatus buyer={buyer} />
        {mayTopUp ? (
          <div className="page-actions">
            <AddCredit
              key={wallet.id}
              wallet={wallet}
              walletTitle={wallet.owner === 'account' ? (wallet.name ?? 'shared wallet') : buyer.name}
              payerBuyer={buyer}
            />
          </div>
        ) : null}
      </div>
      <BuyerFacts buyer={buyer} />
      <PauseNotice buyer={buyer} />
      <BalanceFigures wallet={wallet} asOf={<LiveMark updatedAt={dataUpdatedAt} />} />
      <WalletParts wallet={wallet} topUpId={topUp} onTopUp={onTopUp} />
      <BuyerCards buyer={buyer} />
      {environment.stripe === 'emulator' ? <TestPanel /> : null}
    </>
  );
}

function BuyerFacts({ buyer }: { buyer: BuyerResource }) {
  const { wallet, walletId, externalId, email } = buyer;
  return (
    <p className="page-facts">
      {wallet.owner === 'account' ? (
        <>
          Draws on{' '}
          <Link className="text-link" to="/wallets/$walletId" params={{ walletId }}>
            {wallet.name ?? 'a shared wallet'}
          </Link>
          , shared by {wallet.sharedBy === 1 ? '1 buyer' : `${wallet.sharedBy} buyers`}
        </>
      ) : (
        'Own wallet'
      )}
      {externalId ? ` · ${externalId}` : ''}
      {email ? ` · ${email}` : ''}
    </p>
  );
}

function BuyerCards({ buyer }: { buyer: BuyerResource }) {
  const { environment } = useSession();
  const mayChange = useMay('payment_methods:write');
  const owner = { kind: 'buyer', buyerId: buyer.id } as const;
  return (
    <div id="cards">
      <Section
        title="Cards"
        note="Charged when you choose “Top up + charge buyer”."
        actions={
          mayChange ? (
            <AddCard owner={owner} ownerName={buyer.name} withEmulator={environment.stripe === 'emulator'} />
          ) : null
        }
      >
        <CardsList owner={owner} none={`${buyer.name} has no card on file.`} mayChange={mayChange} />
      </Section>
    </div>
  );
}
