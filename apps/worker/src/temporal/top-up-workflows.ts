import type { TopUp } from '@drawdown/ledger';
import {
  PAYMENT_CHANGED_SIGNAL,
  TOP_UP_WORKFLOW,
  type TopUpInput,
  topUpWorkflowId,
} from '@drawdown/shared/workflows';
import { type Client, ServiceError } from '@temporalio/client';
import { callsTo } from './calls.ts';
import { topUpInput, topUpStartOptions } from './top-up-start.ts';

export type TopUpWorkflows = ReturnType<typeof createTopUpWorkflows>;

/** Starts and messages of `topUp` workflows. Nobody waits long for a Temporal that is away: the caller tries again. */
export function createTopUpWorkflows(client: Client) {
  const { ignoringAlreadyStarted, whileFound } = callsTo(client);
  return { start, startAgain, paymentChanged, isRunning, listRunning };

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

  /**
   * The top-ups whose workflow runs, by Temporal's index. It lags behind, and one just terminated may still be shown for
   * a moment: good enough to skip a question, not to decide anything. Empty where the server keeps no index.
   */
  async function listRunning(): Promise<Set<string>> {
    const running = new Set<string>();
    const query = `WorkflowType = '${TOP_UP_WORKFLOW}' AND ExecutionStatus = 'Running'`;
    try {
      for await (const { workflowId } of client.workflow.list({ query, pageSize: 1000 }))
        running.add(workflowId.slice(topUpWorkflowId('').length));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
    }
    return running;
  }
}
