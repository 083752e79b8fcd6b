import { BILLING_TASK_QUEUE, PAYMENTS_TASK_QUEUE } from '@drawdown/shared/workflows';
import { type NativeConnection, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import type { ChargeRetryLedgerActivities } from '../activities/charge-retry-ledger.ts';
import type { ChargingGateActivities } from '../activities/charging-gate.ts';
import type { DisputeLedgerActivities } from '../activities/dispute-ledger.ts';
import type { DisputePaymentsActivities } from '../activities/dispute-payments.ts';
import type { InvoiceLedgerActivities } from '../activities/invoice-ledger.ts';
import type { InvoicePaymentsActivities } from '../activities/invoice-payments.ts';
import type { LeadChargeLedgerActivities } from '../activities/lead-charge-ledger.ts';
import type { PauseLedgerActivities } from '../activities/pause-ledger.ts';
import type { RefundLedgerActivities } from '../activities/refund-ledger.ts';
import type { RefundPaymentsActivities } from '../activities/refund-payments.ts';
import type { TopUpInvoiceLedgerActivities } from '../activities/top-up-invoice-ledger.ts';
import type { TopUpInvoicePaymentsActivities } from '../activities/top-up-invoice-payments.ts';
import type { TopUpLedgerActivities } from '../activities/top-up-ledger.ts';
import type { TopUpPaymentsActivities } from '../activities/top-up-payments.ts';

/** Each cached workflow keeps an isolate context of about 1 MB; those beyond are replayed when they wake. */
const CACHED_WORKFLOWS = 500;
const WORKFLOW_THREADS = 2;
/** Stripe allows 25 requests a second in test mode; the API and people need some of them. */
const STRIPE_CALLS_PER_SECOND = 15;
/** Above the timeout of a call to Stripe, so that a stop never leaves one with an outcome that nobody heard. */
const SHUTDOWN_GRACE = '30 seconds';
const SHUTDOWN_FORCE = '40 seconds';

export type WorkersOptions = {
  connection: NativeConnection;
  namespace: string;
  workflowBundle: WorkflowBundleOption;
  ledgerActivities: TopUpLedgerActivities &
    ChargingGateActivities &
    ChargeRetryLedgerActivities &
    LeadChargeLedgerActivities &
    PauseLedgerActivities &
    DisputeLedgerActivities &
    RefundLedgerActivities &
    TopUpInvoiceLedgerActivities &
    InvoiceLedgerActivities;
  paymentsActivities: TopUpPaymentsActivities &
    DisputePaymentsActivities &
    RefundPaymentsActivities &
    TopUpInvoicePaymentsActivities &
    InvoicePaymentsActivities;
};

/**
 * One worker for workflows and the ledger, one for Stripe: a slow Stripe then slows nothing else, and its queue has a
 * rate limit of its own over all processes.
 */
export async function createWorkers(options: WorkersOptions): Promise<[billing: Worker, payments: Worker]> {
  const { connection, namespace, workflowBundle } = options;
  const shared = {
    connection,
    namespace,
    shutdownGraceTime: SHUTDOWN_GRACE,
    shutdownForceTime: SHUTDOWN_FORCE,
  } as const;
  return [
    await Worker.create({
      ...shared,
      taskQueue: BILLING_TASK_QUEUE,
      workflowBundle,
      activities: options.ledgerActivities,
      maxCachedWorkflows: CACHED_WORKFLOWS,
      workflowThreadPoolSize: WORKFLOW_THREADS,
    }),
    await Worker.create({
      ...shared,
      taskQueue: PAYMENTS_TASK_QUEUE,
      activities: options.paymentsActivities,
      maxTaskQueueActivitiesPerSecond: STRIPE_CALLS_PER_SECOND,
    }),
  ];
}
