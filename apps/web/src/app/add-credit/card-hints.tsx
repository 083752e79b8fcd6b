import { Link } from '@tanstack/react-router';

export function AccountCardHint() {
  return (
    <>
      Add one under{' '}
      <Link className="text-link" to="/account/cards">
        Account cards
      </Link>
      .
    </>
  );
}

type Props = { buyerId: string; onThisPage: boolean; onGo: () => void };

export function BuyerCardHint({ buyerId, onThisPage, onGo }: Props) {
  if (buyerId === '') return null;
  return (
    <>
      Add one under{' '}
      <Link className="text-link" to="/buyers/$buyerId" params={{ buyerId }} hash="cards" onClick={onGo}>
        {onThisPage ? 'Cards on this page' : 'Cards on the buyer’s page'}
      </Link>
      .
    </>
  );
}
