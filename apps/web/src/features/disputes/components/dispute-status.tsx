import type { DisputeStatus } from '@drawdown/shared/codes';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconMessageQuestion,
} from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { StatusMark } from '../../../ui/status-mark.tsx';

const MARKS: Record<DisputeStatus, ComponentProps<typeof StatusMark>> = {
  inquiry: { icon: IconMessageQuestion, tone: 'waiting', word: 'The bank asks' },
  needs_response: { icon: IconAlertTriangle, tone: 'bad', word: 'Needs evidence' },
  under_review: { icon: IconClock, tone: 'waiting', word: 'Under review' },
  won: { icon: IconCircleCheck, tone: 'good', word: 'Won' },
  lost: { icon: IconCircleX, tone: 'bad', word: 'Lost' },
  inquiry_closed: { icon: IconCircleCheck, tone: 'quiet', word: 'Closed without dispute' },
};

export function DisputeStatusMark({ status }: { status: DisputeStatus }) {
  return <StatusMark {...MARKS[status]} />;
}
