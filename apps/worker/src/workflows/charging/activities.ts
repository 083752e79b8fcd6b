import { PAYMENTS_TASK_QUEUE } from '@drawdown/shared/workflows';
import { type ActivityOptions, proxyActivities } from '@temporalio/workflow';
import type { ChargeRetryLedgerActivities } from '../../activities/charge-retry-ledger.ts';
import type { ChargingGateActivities } from '../../activities/charging-gate.ts';
import type { TopUpLedgerActivities } from '../../activities/top-up-ledger.ts';
import type { TopUpPaymentsActivities } from '../../activities/top-up-payments.ts';
import { TRY_LIMIT_MS } from './delays.ts';

/** Our own database: repeated for as long as it takes, because what must be written must be written. */
const UNTIL_WRITTEN: ActivityOptions = {
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '250 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
};

export const records = proxyActivities<Pick<TopUpLedgerActivities, 'beginAttempt'>>(UNTIL_WRITTEN);

/** What a failing charge needs of the database. */
export const collecting = proxyActivities<ChargeRetryLedgerActivities>(UNTIL_WRITTEN);

/**
 * Calls that may have happened although nobody heard of it: never repeated behind the workflow's back. The timeout is
 * above the one of the HTTP call, so that it only ends a call whose worker died.
 */
export const charging = proxyActivities<
  Pick<TopUpPaymentsActivities, 'createPaymentIntent' | 'confirmPaymentIntent'>
>({
  taskQueue: PAYMENTS_TASK_QUEUE,
  startToCloseTimeout: TRY_LIMIT_MS,
  scheduleToCloseTimeout: '10 minutes',
  retry: { maximumAttempts: 1 },
});

/** Waits for as long as charging is stopped, without a trace in the history: once a minute it looks whether it still is. */
export const gate = proxyActivities<ChargingGateActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '3 seconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** Calls that change nothing, or nothing twice: repeated until Stripe says how things are. */
export const reconciling = proxyActivities<
  Pick<TopUpPaymentsActivities, 'lookUpPaymentIntent' | 'cancelPaymentIntent'>
>({
  taskQueue: PAYMENTS_TASK_QUEUE,
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});
