import type { TopUpStatus } from '@drawdown/shared/codes';
import {
  IconCircleCheck,
  IconCircleMinus,
  IconCircleX,
  IconClock,
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

export function TopUpStatusMark({ status }: { status: TopUpStatus }) {
  return <StatusMark {...MARKS[status]} />;
}
