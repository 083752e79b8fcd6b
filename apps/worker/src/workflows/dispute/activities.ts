import { PAYMENTS_TASK_QUEUE } from '@drawdown/shared/workflows';
import { proxyActivities } from '@temporalio/workflow';
import type { DisputeLedgerActivities } from '../../activities/dispute-ledger.ts';
import type { DisputePaymentsActivities } from '../../activities/dispute-payments.ts';

/** Our own database: repeated for as long as it takes. */
export const records = proxyActivities<DisputeLedgerActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '250 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

/** A question to Stripe that changes nothing: repeated until it is answered. Above the timeout of one call. */
export const stripe = proxyActivities<DisputePaymentsActivities>({
  taskQueue: PAYMENTS_TASK_QUEUE,
  startToCloseTimeout: '35 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});
