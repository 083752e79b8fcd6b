import type { DeliveryResource } from '@drawdown/shared/http';
import { IconArrowBackUp, IconCircleCheck, IconCircleX, IconClock } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { StatusMark } from '../../../ui/status-mark.tsx';

const MARKS: Record<DeliveryResource['outcome'], ComponentProps<typeof StatusMark>> = {
  delivered: { icon: IconCircleCheck, tone: 'good', word: 'Delivered' },
  pending: { icon: IconClock, tone: 'waiting', word: 'Pending' },
  returned: { icon: IconArrowBackUp, tone: 'quiet', word: 'Returned' },
  refused: { icon: IconCircleX, tone: 'bad', word: 'Refused' },
};

export function DeliveryOutcome({ outcome }: Pick<DeliveryResource, 'outcome'>) {
  return <StatusMark {...MARKS[outcome]} />;
}
