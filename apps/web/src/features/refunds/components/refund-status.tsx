import type { RefundResource } from '@drawdown/shared/http';
import { IconCircleCheck, IconCircleX, IconClock } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { StatusMark } from '../../../ui/status-mark.tsx';

const MARKS: Record<RefundResource['status'], ComponentProps<typeof StatusMark>> = {
  pending: { icon: IconClock, tone: 'waiting', word: 'On its way' },
  succeeded: { icon: IconCircleCheck, tone: 'good', word: 'Refunded' },
  failed: { icon: IconCircleX, tone: 'bad', word: 'Failed' },
};

export function RefundStatusMark({ status }: Pick<RefundResource, 'status'>) {
  return <StatusMark {...MARKS[status]} />;
}
