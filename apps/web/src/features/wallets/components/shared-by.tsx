import type { WalletResource } from '@drawdown/shared/http';
import { Link } from '@tanstack/react-router';

/** `Shared by 7 buyers: …`, each name a link. */
export function SharedBy({ wallet }: { wallet: WalletResource }) {
  if (wallet.owner !== 'account') return null;
  const more = wallet.sharedBy - wallet.buyers.length;
  return (
    <p className="shared-by">
      Shared by {wallet.sharedBy === 1 ? '1 buyer' : `${wallet.sharedBy} buyers`}
      {wallet.buyers.length > 0
        ? ': '
        : '. A buyer comes to it when it is created, or by “Switch” on its page.'}
      {wallet.buyers.map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 ? ', ' : ''}
          <Link className="text-link" to="/buyers/$buyerId" params={{ buyerId: id }}>
            {name}
          </Link>
        </span>
      ))}
      {more > 0 ? ` and ${more} more` : ''}
    </p>
  );
}
