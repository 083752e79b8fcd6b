import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { AddCard } from '../../features/payment-methods/components/add-card.tsx';
import { CardFromStripe } from '../../features/payment-methods/components/card-from-stripe.tsx';
import { CardsList } from '../../features/payment-methods/components/cards-list.tsx';
import { useMay, useSession } from '../use-session.ts';

const route = getRouteApi('/signed-in/account/cards');
const OWNER = { kind: 'account' } as const;

export function AccountCardsPage() {
  useDocumentTitle('Account cards · Drawdown');
  const { account, environment } = useSession();
  const mayChange = useMay('payment_methods:write');
  const { card } = route.useSearch();
  const navigate = route.useNavigate();
  const onRead = useCallback(
    () => void navigate({ search: {}, replace: true, resetScroll: false }),
    [navigate],
  );
  return (
    <>
      <div className="page-head">
        <Title order={1}>Account cards</Title>
        {mayChange ? (
          <div className="page-actions">
            <AddCard
              owner={OWNER}
              ownerName={account.name}
              withEmulator={environment.stripe === 'emulator'}
            />
          </div>
        ) : null}
      </div>
      <p className="page-facts">
        Cards of {account.name}. “Top up wallet only” charges the default one unless you pick another.
      </p>
      <CardFromStripe owner={OWNER} card={card} onRead={onRead} />
      <CardsList
        owner={OWNER}
        ownerName={account.name}
        none={`${account.name} has no card on file.`}
        mayChange={mayChange}
      />
    </>
  );
}
