import type { InvoiceStatus } from '@drawdown/shared/codes';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleMinus,
  IconClock,
  IconFileInvoice,
} from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { STATUS_WORDS } from '../invoice-words.ts';

const MARKS: Record<InvoiceStatus, Omit<ComponentProps<typeof StatusMark>, 'word'>> = {
  draft: { icon: IconClock, tone: 'waiting' },
  open: { icon: IconFileInvoice, tone: 'waiting' },
  overdue: { icon: IconAlertTriangle, tone: 'bad' },
  paid: { icon: IconCircleCheck, tone: 'good' },
  void: { icon: IconCircleMinus, tone: 'quiet' },
  written_off: { icon: IconCircleMinus, tone: 'bad' },
};

export function InvoiceStatusMark({ status }: { status: InvoiceStatus }) {
  return <StatusMark {...MARKS[status]} word={STATUS_WORDS[status]} />;
}
