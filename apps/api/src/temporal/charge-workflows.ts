import type { CloseRetryResult, RetryMessage, RetryNowResult } from '@drawdown/shared/workflows';
import {
  chargeRetryWorkflowId,
  MARK_PAID_UPDATE,
  PAYMENT_CHANGED_SIGNAL,
  RETRY_NOW_UPDATE,
  STOP_RETRYING_UPDATE,
  topUpWorkflowId,
  WRITE_OFF_UPDATE,
} from '@drawdown/shared/workflows';
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Asked } from './ask-workflow.ts';
import { askWorkflow } from './ask-workflow.ts';

/** An attempt asks a bank, which takes its time. */
const RETRY_DEADLINE_MS = 15_000;
const CLOSE_DEADLINE_MS = 8_000;
const SIGNAL_DEADLINE_MS = 2_000;

export type Closing = 'stop' | 'mark_paid' | 'write_off';

const CLOSING_UPDATES = {
  stop: STOP_RETRYING_UPDATE,
  mark_paid: MARK_PAID_UPDATE,
  write_off: WRITE_OFF_UPDATE,
} as const satisfies Record<Closing, string>;

export type ChargeWorkflows = {
  /** Tries a failing charge at once. @throws when Temporal does not answer in time. */
  retryNow(chargeId: string, message: RetryMessage): Promise<Asked<RetryNowResult>>;
  /** Ends a failing charge in another way. @throws when Temporal does not answer in time. */
  close(chargeId: string, closing: Closing, message: RetryMessage): Promise<Asked<CloseRetryResult>>;
  /** Has the workflows of a charge look at its payment. Never throws: Stripe's own event says it too. */
  paymentChanged(charge: { id: string; topUpId: string }): Promise<void>;
};

export function createChargeWorkflows({ client, log }: { client: Client; log: Logger }): ChargeWorkflows {
  const signal = async (workflowId: string) => {
    try {
      await client.withDeadline(Date.now() + SIGNAL_DEADLINE_MS, () =>
        client.workflow.getHandle(workflowId).signal(PAYMENT_CHANGED_SIGNAL),
      );
    } catch (error) {
      log.debug({ err: error, workflowId }, 'a workflow did not hear that its payment changed');
    }
  };

  return {
    retryNow: (chargeId, message) =>
      askWorkflow(client, {
        workflowId: chargeRetryWorkflowId(chargeId),
        update: RETRY_NOW_UPDATE,
        argument: message,
        deadlineMs: RETRY_DEADLINE_MS,
      }),

    close: (chargeId, closing, message) =>
      askWorkflow(client, {
        workflowId: chargeRetryWorkflowId(chargeId),
        update: CLOSING_UPDATES[closing],
        argument: message,
        deadlineMs: CLOSE_DEADLINE_MS,
      }),

    async paymentChanged({ id, topUpId }) {
      await Promise.all([signal(chargeRetryWorkflowId(id)), signal(topUpWorkflowId(topUpId))]);
    },
  };
}
