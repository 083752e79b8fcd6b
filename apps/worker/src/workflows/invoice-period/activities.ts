import { PAYMENTS_TASK_QUEUE } from '@drawdown/shared/workflows';
import { proxyActivities } from '@temporalio/workflow';
import type { InvoiceLedgerActivities } from '../../activities/invoice-ledger.ts';
import type { InvoicePaymentsActivities } from '../../activities/invoice-payments.ts';
import { TRY_LIMIT_MS } from '../charging/delays.ts';

/** Our own database: repeated for as long as it takes. */
export const records = proxyActivities<InvoiceLedgerActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '250 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

/** Calls that change nothing, or nothing twice: repeated, and then left to `untilAnswered`. What was written is kept. */
export const stripe = proxyActivities<Omit<InvoicePaymentsActivities, 'payStripeInvoice'>>({
  taskQueue: PAYMENTS_TASK_QUEUE,
  startToCloseTimeout: '60 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumAttempts: 5 },
});

/** A call that may have happened although nobody heard of it: never repeated behind the workflow's back. */
export const charging = proxyActivities<Pick<InvoicePaymentsActivities, 'payStripeInvoice'>>({
  taskQueue: PAYMENTS_TASK_QUEUE,
  startToCloseTimeout: TRY_LIMIT_MS,
  scheduleToCloseTimeout: '10 minutes',
  retry: { maximumAttempts: 1 },
});
