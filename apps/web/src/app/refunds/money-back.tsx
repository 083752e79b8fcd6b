import type { TopUpResource } from '@drawdown/shared/http';
import { useQuery } from '@tanstack/react-query';
import { RefundPart } from '../../features/refunds/components/refund-part.tsx';
import { walletQuery } from '../../features/wallets/api/wallets.ts';
import { useMay } from '../use-session.ts';

/** How the money of a top-up comes back. */
export function MoneyBack({ topUp }: { topUp: TopUpResource }) {
  const mayRefund = useMay('refunds:write');
  const mayCorrect = useMay('credit:grant');
  const { data: wallet } = useQuery({ ...walletQuery(topUp.walletId), throwOnError: false });
  if (!wallet) return null;
  return <RefundPart {...{ topUp, mayRefund, mayCorrect }} walletBalance={wallet.balance} />;
}
