import type { BuyerResource } from '@drawdown/shared/http';
import { IconCircleCheck, IconPlayerPause } from '@tabler/icons-react';
import { StatusMark } from '../../../ui/status-mark.tsx';

/** Whether the buyer receives leads. */
export function DeliveryStatus({ buyer }: { buyer: Pick<BuyerResource, 'deliveryStatus'> }) {
  switch (buyer.deliveryStatus) {
    case 'active':
      return <StatusMark icon={IconCircleCheck} tone="good" word="Active" />;
    case 'paused':
      return <StatusMark icon={IconPlayerPause} tone="bad" word="Paused" />;
  }
}
