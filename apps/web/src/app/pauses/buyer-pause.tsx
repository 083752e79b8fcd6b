import type { BuyerResource, WalletResource } from '@drawdown/shared/http';
import { useQuery } from '@tanstack/react-query';
import { pauseQuery } from '../../features/pauses/api/pauses.ts';
import { DeliveryNotice } from '../../features/pauses/components/delivery-notice.tsx';
import { PauseBanner } from '../../features/pauses/components/pause-banner.tsx';
import { useMay } from '../use-session.ts';

/** What stands between a buyer and his leads, at the top of his page. */
export function BuyerPause({ buyer, wallet }: { buyer: BuyerResource; wallet: WalletResource }) {
  const mayAct = useMay('buyers:write');
  const { data: pause } = useQuery({ ...pauseQuery(buyer.id), throwOnError: false });
  if (!pause) return null;
  const { available } = wallet;
  return (
    <div aria-live="polite">
      <PauseBanner {...{ buyer, pause, available, mayAct }} />
      <DeliveryNotice buyerId={buyer.id} {...{ pause, available, mayAct }} />
    </div>
  );
}
