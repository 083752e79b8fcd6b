import type { OpenPayerPage, PayerOutcomeResource } from '@drawdown/shared/http';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { hasCode } from '../../../http/request-error.ts';
import { moneyText } from '../../../ui/money-text.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { cardFromStripeQuery, returnedFromBankQuery } from '../api/payer-page.ts';
import type { BackFromStripe } from './back-from-stripe.ts';
import { BankQuestion } from './bank-question.tsx';
import { PayerFrame } from './payer-frame.tsx';
import { PayerOutcome } from './payer-outcome.tsx';
import type { CardPicker } from './payer-page.tsx';
import { PayerTask } from './payer-task.tsx';
import { PaymentProblem } from './payment-problem.tsx';

type Props = {
  token: string;
  page: OpenPayerPage;
  cardPicker: CardPicker;
  returned: boolean;
  fromStripe: BackFromStripe | null;
};

/** A link that works: what it asks, then how that went. After a decline it can be tried again. */
export function OpenLink({ token, page, cardPicker, returned, fromStripe }: Props) {
  const [said, setSaid] = useState<PayerOutcomeResource | null>(null);
  const back = useQuery({ ...returnedFromBankQuery(token), enabled: returned });
  const kept = useKeptCard(token, page, fromStripe);
  const outcome = said ?? back.data ?? kept.data ?? null;
  const isAsking = back.isLoading || kept.isLoading;
  const { agency, emulator } = page;
  const asks = outcome === null || outcome.state === 'declined';
  return (
    <PayerFrame
      title={titleOf(page)}
      agency={agency.name}
      test={emulator}
      foot={
        <>
          {asks ? (
            <>
              This page works until <Timestamp at={page.expiresAt} />.{' '}
            </>
          ) : null}
          {agency.name} never sees your card number.
          {agency.contact ? ` Questions: ${agency.contact}.` : ''}
        </>
      }
    >
      {back.error ? <PaymentProblem error={back.error} /> : null}
      {back.isLoading ? <p role="status">Asking how it went…</p> : null}
      {kept.isLoading ? <p role="status">Saving the card that you entered at Stripe…</p> : null}
      {kept.error && !said ? <NotKept error={kept.error} /> : null}
      {fromStripe?.kind === 'canceled' && !outcome ? (
        <p role="status">
          You came back without entering a card. Nothing was saved, and nothing was charged.
        </p>
      ) : null}
      {outcome ? <PayerOutcome outcome={outcome} /> : null}
      {asks && !isAsking ? (
        <PayerTask {...{ token, page, cardPicker, fromStripe }} onOutcome={setSaid} />
      ) : null}
      {outcome?.state === 'requires_action' ? (
        <BankQuestion {...{ token, emulator }} redirectUrl={outcome.redirectUrl} onOutcome={setSaid} />
      ) : null}
    </PayerFrame>
  );
}

/** A card that was to be saved is finished by coming back; a payment is only made when it is asked for. */
function useKeptCard(token: string, { kind, consentText }: OpenPayerPage, back: BackFromStripe | null) {
  const sessionId = back?.kind === 'entered' ? back.checkoutSessionId : '';
  const query = cardFromStripeQuery(token, sessionId, consentText ?? '');
  return useQuery({ ...query, enabled: kind === 'save_card' && sessionId !== '' });
}

/** Where an answer was lost, the card was saved by the request before. */
function NotKept({ error }: { error: Error }) {
  return hasCode(error, 'link_dead') ? (
    <ProblemNotice
      title="This link does not work any more"
      error={error}
      nextStep="If you have entered your card just now, it may be saved already."
    />
  ) : (
    <ProblemNotice title="The card was not saved" error={error} />
  );
}

function titleOf({ kind, agency, amount }: OpenPayerPage): string {
  switch (kind) {
    case 'save_card':
      return 'Save a card';
    case 'pay':
      return amount ? `Pay ${moneyText(amount)} to ${agency.name}` : `Pay ${agency.name}`;
    case 'authenticate':
      return 'Confirm a payment';
  }
}
