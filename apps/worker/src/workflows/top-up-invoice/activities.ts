import { PAYMENTS_TASK_QUEUE } from '@drawdown/shared/workflows';
import { proxyActivities } from '@temporalio/workflow';
import type { TopUpInvoiceLedgerActivities } from '../../activities/top-up-invoice-ledger.ts';
import type { TopUpInvoicePaymentsActivities } from '../../activities/top-up-invoice-payments.ts';

/** Our own database: repeated for as long as it takes. */
export const records = proxyActivities<TopUpInvoiceLedgerActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '250 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

/** Stripe, which may be away for as long as it likes: the credit is there, and nobody waits for the paper. */
export const stripe = proxyActivities<TopUpInvoicePaymentsActivities>({
  taskQueue: PAYMENTS_TASK_QUEUE,
  // Several calls of up to 25 seconds each; a worker that died is noticed by its silence.
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});
