import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { AddCard } from '../../features/payment-methods/components/add-card.tsx';
import { CardsList } from '../../features/payment-methods/components/cards-list.tsx';
import { useMay, useSession } from '../use-session.ts';

const OWNER = { kind: 'account' } as const;

export function AccountCardsPage() {
  useDocumentTitle('Account cards · Drawdown');
  const { account, environment } = useSession();
  const mayChange = useMay('payment_methods:write');
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
      <CardsList owner={OWNER} none={`${account.name} has no card on file.`} mayChange={mayChange} />
    </>
  );
}
