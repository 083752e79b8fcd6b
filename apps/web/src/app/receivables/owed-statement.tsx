import type { BuyerResource } from '@drawdown/shared/http';
import { BuyerStatement } from '../../features/statements/components/statement-section.tsx';
import { ENTRY_TYPE_WORDS } from '../../features/wallets/components/entry-type-words.ts';
import { useMay, useSession } from '../use-session.ts';

/** The statement of what a buyer owes, where it pays after delivery. */
export function OwedStatement({ buyer }: { buyer: BuyerResource }) {
  const { account } = useSession();
  const mayRead = useMay('invoices:read');
  if (buyer.billing.mechanism === 'wallet' || !mayRead) return null;
  return <BuyerStatement buyerId={buyer.id} timeZone={account.timeZone} typeWords={ENTRY_TYPE_WORDS} />;
}
