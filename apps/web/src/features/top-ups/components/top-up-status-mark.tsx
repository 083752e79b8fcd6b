import type { TopUpStatus } from '@drawdown/shared/codes';
import type { TopUpResource } from '@drawdown/shared/http';
import {
  IconCircleCheck,
  IconCircleMinus,
  IconCircleX,
  IconClock,
  IconCreditCardOff,
  IconRefresh,
  IconShieldQuestion,
} from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { StatusMark } from '../../../ui/status-mark.tsx';

const MARKS: Record<TopUpStatus, ComponentProps<typeof StatusMark>> = {
  pending: { icon: IconClock, tone: 'waiting', word: 'Pending' },
  processing: { icon: IconClock, tone: 'waiting', word: 'Processing' },
  requires_action: { icon: IconShieldQuestion, tone: 'waiting', word: 'Needs the payer' },
  retrying: { icon: IconRefresh, tone: 'waiting', word: 'Retrying' },
  succeeded: { icon: IconCircleCheck, tone: 'good', word: 'Succeeded' },
  declined: { icon: IconCircleX, tone: 'bad', word: 'Declined' },
  canceled: { icon: IconCircleMinus, tone: 'quiet', word: 'Canceled' },
};

/** A top-up's state. One that waits for another card is not called “Retrying”: nothing is tried meanwhile. */
export function TopUpStatusMark({ topUp }: { topUp: Pick<TopUpResource, 'status' | 'retryState'> }) {
  if (topUp.status === 'retrying' && topUp.retryState === 'needs_card')
    return <StatusMark icon={IconCreditCardOff} tone="bad" word="Needs another card" />;
  return <StatusMark {...MARKS[topUp.status]} />;
}
