import type { BuyerResource } from '@drawdown/shared/http';
import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { buyerQuery } from '../../features/buyers/api/buyers.ts';
import { DeliveryStatus } from '../../features/buyers/components/delivery-status.tsx';
import { PolicySection } from '../../features/failure-policy/components/policy-section.tsx';
import { NextLead } from '../../features/next-lead/components/next-lead.tsx';
import { PauseByHand } from '../../features/pauses/components/pause-by-hand.tsx';
import { SendLink } from '../../features/payer-links/components/send-link.tsx';
import { AddCard } from '../../features/payment-methods/components/add-card.tsx';
import { CardFromStripe } from '../../features/payment-methods/components/card-from-stripe.tsx';
import { CardsList } from '../../features/payment-methods/components/cards-list.tsx';
import { TestPanel } from '../../features/test-controls/components/test-panel.tsx';
import { walletQuery } from '../../features/wallets/api/wallets.ts';
import { BalanceFigures } from '../../features/wallets/components/balance-figures.tsx';
import { Section } from '../../ui/section.tsx';
import { AddCredit } from '../add-credit/add-credit.tsx';
import { type BillingDialog, BuyerBilling } from '../buyers/buyer-billing.tsx';
import { BuyerDeliveries } from '../deliveries/buyer-deliveries.tsx';
import { LiveMark } from '../live/live-mark.tsx';
import { BuyerPause } from '../pauses/buyer-pause.tsx';
import { BuyerReceivable } from '../receivables/buyer-receivable.tsx';
import { OwedStatement } from '../receivables/owed-statement.tsx';
import { useHashInView } from '../use-hash-in-view.ts';
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
  const { topUp, card, open } = route.useSearch();
  const navigate = route.useNavigate();
  const { environment } = useSession();
  const mayTopUp = useMay('top_ups:write');
  const mayPause = useMay('buyers:write');
  const { data: wallet, dataUpdatedAt } = useQuery(walletQuery(buyer.walletId));
  const onTopUp = useCallback(
    (topUpId: string | undefined) =>
      void navigate({ search: topUpId ? { topUp: topUpId } : {}, resetScroll: false }),
    [navigate],
  );
  const onOpen = useCallback(
    (dialog: BillingDialog | undefined) =>
      void navigate({ search: dialog ? { open: dialog } : {}, resetScroll: false }),
    [navigate],
  );
  const onCardRead = useCallback(
    () => void navigate({ search: {}, replace: true, resetScroll: false }),
    [navigate],
  );
  useHashInView(wallet !== undefined);
  if (!wallet) return <PagePending />;
  const walletTitle = wallet.owner === 'account' ? (wallet.name ?? 'shared wallet') : buyer.name;
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
        <div className="page-actions">
          {mayPause && buyer.deliveryStatus === 'active' ? <PauseByHand buyer={buyer} /> : null}
          {mayTopUp ? (
            <AddCredit key={wallet.id} wallet={wallet} walletTitle={walletTitle} payerBuyer={buyer} />
          ) : null}
        </div>
      </div>
      <BuyerFacts buyer={buyer} />
      <CardFromStripe owner={{ kind: 'buyer', buyerId: buyer.id }} card={card} onRead={onCardRead} />
      <BuyerPause buyer={buyer} wallet={wallet} />
      <BalanceFigures
        wallet={wallet}
        asOf={<LiveMark updatedAt={dataUpdatedAt} />}
        paused={buyer.deliveryStatus === 'paused'}
      />
      <BuyerReceivable buyer={buyer} />
      <NextLead buyer={buyer} />
      <WalletParts {...{ wallet, walletTitle, onTopUp }} charges={{ buyerId: buyer.id }} topUpId={topUp} />
      <BuyerDeliveries buyer={buyer} />
      <OwedStatement buyer={buyer} />
      <BuyerCards buyer={buyer} />
      <BuyerBilling buyer={buyer} open={open} onOpen={onOpen} />
      <PolicySection buyer={buyer} mayChange={mayPause} />
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
            <div className="section-actions">
              <SendLink buyer={buyer} />
              <AddCard
                owner={owner}
                ownerName={buyer.name}
                withEmulator={environment.stripe === 'emulator'}
              />
            </div>
          ) : null
        }
      >
        <CardsList
          owner={owner}
          ownerName={buyer.name}
          none={`${buyer.name} has no card on file.`}
          mayChange={mayChange}
        />
      </Section>
    </div>
  );
}
