import type { Refund } from '@drawdown/ledger';
import {
  REFUND_CHANGED_SIGNAL,
  REFUND_WORKFLOW,
  type RefundInput,
  refundWorkflowId,
} from '@drawdown/shared/workflows';
import type { Client } from '@temporalio/client';
import { callsTo } from './calls.ts';
import { refundInput, refundStartOptions } from './refund-start.ts';

export type RefundWorkflows = ReturnType<typeof createRefundWorkflows>;

/** Starts and messages of `refund` workflows. Nobody waits long for a Temporal that is away: the caller tries again. */
export function createRefundWorkflows(client: Client) {
  const { ignoringAlreadyStarted, whileFound } = callsTo(client);
  return { start, startAgain, changed, isRunning };

  /** Once and never again under this id: started before, or ended, counts as started. */
  async function start(input: RefundInput): Promise<void> {
    await ignoringAlreadyStarted(() => client.workflow.start(REFUND_WORKFLOW, refundStartOptions(input)));
  }

  /** For a row that is open although its workflow is gone (terminated, or lost): the new run looks before it acts. */
  async function startAgain(refund: Refund): Promise<void> {
    const options = refundStartOptions(refundInput(refund));
    await ignoringAlreadyStarted(() =>
      client.workflow.start(REFUND_WORKFLOW, { ...options, workflowIdReusePolicy: 'ALLOW_DUPLICATE' }),
    );
  }

  /** False when no workflow of this refund is running. */
  function changed(refundId: string): Promise<boolean> {
    return whileFound(() =>
      client.workflow.getHandle(refundWorkflowId(refundId)).signal(REFUND_CHANGED_SIGNAL),
    );
  }

  async function isRunning(refundId: string): Promise<boolean> {
    let running = false;
    await whileFound(async () => {
      const { status } = await client.workflow.getHandle(refundWorkflowId(refundId)).describe();
      running = status.name === 'RUNNING';
    });
    return running;
  }
}
