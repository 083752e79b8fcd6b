import { PAYMENTS_TASK_QUEUE } from '@drawdown/shared/workflows';
import { proxyActivities } from '@temporalio/workflow';
import type { RefundLedgerActivities } from '../../activities/refund-ledger.ts';
import type { RefundPaymentsActivities } from '../../activities/refund-payments.ts';

/** Our own database: repeated for as long as it takes, because what must be written must be written. */
export const records = proxyActivities<RefundLedgerActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '250 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

/** Money that may have left although nobody heard of it: never repeated behind the workflow's back. */
export const refunding = proxyActivities<Pick<RefundPaymentsActivities, 'createRefund'>>({
  taskQueue: PAYMENTS_TASK_QUEUE,
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '10 minutes',
  retry: { maximumAttempts: 1 },
});

/** Questions, repeated until Stripe says how things are. */
export const looking = proxyActivities<Pick<RefundPaymentsActivities, 'lookUpRefund' | 'findRefund'>>({
  taskQueue: PAYMENTS_TASK_QUEUE,
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});
