import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useId } from 'react';
import { brandName } from '../../../ui/card-label.tsx';
import { moneyText } from '../../../ui/money-text.tsx';
import type { Incident } from '../incidents.ts';
import { ChargeRow } from './charge-row.tsx';

type Props = {
  incident: Incident;
  cardOwner: string;
  mayAct: boolean;
  onAsking: (asking: boolean) => void;
  onOpenTopUp: ((topUpId: string) => void) | null;
};

const BUYERS_NAMED = 8;

/** One declined card as one matter: why, whom it concerns, and each sum that it still has to pay. */
export function IncidentItem({ incident, cardOwner, mayAct, onAsking, onOpenTopUp }: Props) {
  const titleId = useId();
  // Under the page's own title, or under a section's.
  const Heading = onOpenTopUp ? 'h3' : 'h2';
  const { first, charges } = incident;
  const card = `${brandName(first.card.brand)} ending in ${first.card.last4}`;
  return (
    <article className="incident" aria-labelledby={titleId}>
      <Heading className="incident-title" id={titleId}>
        {card} of {cardOwner}: {incident.totals.map((total) => moneyText(total)).join(' and ')} not paid
      </Heading>
      <p className="incident-why">
        {first.decline.message} {first.decline.nextStep}
      </p>
      <p className="field-note">
        {affects(incident)}
        {charges.length > 1
          ? ` ${charges.length} charges wait for this card. The oldest is tried; the others follow its success.`
          : ''}
        {first.scheduleLabel ? ` Schedule: ${first.scheduleLabel}.` : ''}
      </p>
      <ul className="charge-list" aria-label="Charges">
        {charges.map((charge) => (
          <ChargeRow
            key={charge.id}
            {...{ charge, cardOwner, mayAct, onAsking }}
            wallet={walletOf(charge, onOpenTopUp)}
          />
        ))}
      </ul>
    </article>
  );
}

function affects({ affectedBuyers }: Incident): ReactNode {
  if (affectedBuyers.length === 0) return 'No buyer is affected.';
  const named = affectedBuyers.slice(0, BUYERS_NAMED);
  const more = affectedBuyers.length - named.length;
  return (
    <>
      {affectedBuyers.length === 1 ? '1 buyer affected: ' : `${affectedBuyers.length} buyers affected: `}
      {named.map(({ buyerId, name }, index) => (
        <span key={buyerId}>
          {index > 0 ? ', ' : ''}
          <Link className="text-link" to="/buyers/$buyerId" params={{ buyerId }}>
            {name}
          </Link>
        </span>
      ))}
      {more > 0 ? ` and ${more} more` : ''}.
    </>
  );
}

function walletOf(charge: Incident['first'], onOpenTopUp: Props['onOpenTopUp']): ReactNode {
  if (onOpenTopUp) {
    return (
      <Anchor component="button" type="button" size="sm" onClick={() => onOpenTopUp(charge.topUpId)}>
        Top-up
      </Anchor>
    );
  }
  return (
    <Link
      className="text-link"
      to="/wallets/$walletId"
      params={{ walletId: charge.walletId }}
      search={{ topUp: charge.topUpId }}
    >
      {charge.walletName ?? 'Buyer’s own wallet'}
    </Link>
  );
}
