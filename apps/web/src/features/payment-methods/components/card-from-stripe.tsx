import { Alert, Button } from '@mantine/core';
import { IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { cardName } from '../../../ui/card-label.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import type { CardOwner } from '../api/payment-methods.ts';
import { cardFromStripeQuery, paymentMethodsKey } from '../api/payment-methods.ts';

type Props = {
  owner: CardOwner;
  /** What came back from Stripe's page: the page, or that it was left without a card. */
  card: string | undefined;
  /** Takes it out of the address, where it has done its work. */
  onRead: () => void;
};

/** The end of adding a card on Stripe's page: it is kept here, or nothing was added. */
export function CardFromStripe({ owner, card, onRead }: Props) {
  const [read, setRead] = useState(card);
  useEffect(() => {
    if (card === undefined) return;
    setRead(card);
    onRead();
  }, [card, onRead]);
  if (read === undefined) return null;
  if (read.startsWith('cs_')) return <Keep key={read} owner={owner} checkoutSessionId={read} />;
  return (
    <Alert
      role="status"
      color="gray"
      icon={<IconInfoCircle size={18} aria-hidden="true" />}
      title="No card was added"
    >
      You came back from Stripe’s page without entering a card.
    </Alert>
  );
}

function Keep({ owner, checkoutSessionId }: { owner: CardOwner; checkoutSessionId: string }) {
  const queryClient = useQueryClient();
  const { data: card, error, isFetching, refetch } = useQuery(cardFromStripeQuery(owner, checkoutSessionId));
  const ownerKey = paymentMethodsKey(owner).join('/');
  useEffect(() => {
    if (!card) return;
    for (const key of [ownerKey.split('/'), ['buyers'], ['charges'], ['wallets']])
      void queryClient.invalidateQueries({ queryKey: key });
  }, [card, ownerKey, queryClient]);
  if (isFetching) return <p role="status">Adding the card that was entered at Stripe…</p>;
  if (card)
    return (
      <Alert
        role="status"
        color="gray"
        icon={<IconCircleCheck size={18} aria-hidden="true" />}
        title="The card was added"
      >
        {cardName(card)} is saved{card.isDefault ? ' and is charged by default' : ''}.
      </Alert>
    );
  return (
    <ProblemNotice
      title="The card was not added"
      error={error}
      nextStep={
        <Button variant="default" size="xs" onClick={() => void refetch()}>
          Try again
        </Button>
      }
    />
  );
}
