import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { messageOf, requestIdOf } from '../../../http/request-error.ts';
import { payerPageQuery } from '../api/payer-page.ts';
import type { BackFromStripe } from './back-from-stripe.ts';
import { DeadLink } from './dead-link.tsx';
import { OpenLink } from './open-link.tsx';
import { PayerFrame } from './payer-frame.tsx';

/** Where the card is chosen; answers its name with the emulator. */
export type CardPicker = (onPick: (testCard: string) => void) => ReactNode;

type Props = {
  token: string;
  cardPicker: CardPicker;
  /** The payer comes back from the bank's page. */
  returned: boolean;
  /** He comes back from Stripe's page, on which he was to enter a card. */
  fromStripe?: BackFromStripe | null;
};

/** What a payer does without a login: saves a card, pays, or confirms a charge with the bank. */
export function PayerPage({ token, cardPicker, returned, fromStripe = null }: Props) {
  const { data: page, error } = useQuery(payerPageQuery(token));
  if (error) {
    const requestId = requestIdOf(error);
    return (
      <PayerFrame title="This page could not be shown" agency={null} test={false}>
        <p>{messageOf(error)} Please load the page again in a moment.</p>
        {requestId ? <p className="notice-small">Request {requestId}</p> : null}
      </PayerFrame>
    );
  }
  if (!page) {
    return (
      <main className="payer-page">
        <Loader aria-label="Loading" />
      </main>
    );
  }
  switch (page.state) {
    case 'dead':
      return <DeadLink page={page} />;
    case 'open':
      return <OpenLink {...{ token, page, cardPicker, returned, fromStripe }} />;
  }
}
