import type { TopUp } from '@drawdown/ledger';
import {
  PAYMENT_CHANGED_SIGNAL,
  TOP_UP_WORKFLOW,
  type TopUpInput,
  topUpWorkflowId,
} from '@drawdown/shared/workflows';
import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { topUpInput, topUpStartOptions } from './top-up-start.ts';

const CALL_DEADLINE_MS = 5000;

export type TopUpWorkflows = ReturnType<typeof createTopUpWorkflows>;

/** Starts and messages of `topUp` workflows. Nobody waits long for a Temporal that is away: the caller tries again. */
export function createTopUpWorkflows(client: Client) {
  return { start, startAgain, paymentChanged, isRunning };

  /** Once and never again under this id: started before, or ended, counts as started. */
  async function start(input: TopUpInput, topUp: TopUp): Promise<void> {
    await ignoringAlreadyStarted(() =>
      client.workflow.start(TOP_UP_WORKFLOW, topUpStartOptions(input, topUp)),
    );
  }

  /** For a row that is open although its workflow is gone (terminated, or lost): the new run looks before it acts. */
  async function startAgain(topUp: TopUp): Promise<void> {
    const { chargeId } = topUp;
    if (chargeId === null) return;
    const options = topUpStartOptions(topUpInput({ ...topUp, chargeId }), topUp);
    await ignoringAlreadyStarted(() =>
      client.workflow.start(TOP_UP_WORKFLOW, { ...options, workflowIdReusePolicy: 'ALLOW_DUPLICATE' }),
    );
  }

  /** False when no workflow of this top-up is running. */
  function paymentChanged(topUpId: string): Promise<boolean> {
    return whileFound(() =>
      client.workflow.getHandle(topUpWorkflowId(topUpId)).signal(PAYMENT_CHANGED_SIGNAL),
    );
  }

  async function isRunning(topUpId: string): Promise<boolean> {
    let running = false;
    await whileFound(async () => {
      const { status } = await client.workflow.getHandle(topUpWorkflowId(topUpId)).describe();
      running = status.name === 'RUNNING';
    });
    return running;
  }

  async function ignoringAlreadyStarted(start: () => Promise<unknown>): Promise<void> {
    try {
      await withDeadline(start);
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  async function whileFound(call: () => Promise<unknown>): Promise<boolean> {
    try {
      await withDeadline(call);
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  function withDeadline<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    return client.withDeadline(Date.now() + CALL_DEADLINE_MS, call);
  }
}
