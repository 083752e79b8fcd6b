import type { Client, WithStartWorkflowOperation } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Workflow } from '@temporalio/common';

type Question<Started extends Workflow> = {
  client: Client;
  update: string;
  /** Names the question: asked again, it is the same one. */
  updateId: string;
  start: WithStartWorkflowOperation<Started>;
  /** Within this Temporal has to start the workflow, and a worker to take the question. */
  startWithinMs: number;
};

/**
 * Starts a workflow, unless it runs, and asks it something. Answers once the question has been taken, so that a Temporal that
 * is away is told from a workflow that takes its time. @throws what Temporal says when it was not.
 */
export async function startAndAsk<Started extends Workflow, Answer>({
  client,
  update,
  updateId,
  start,
  startWithinMs,
}: Question<Started>): Promise<{ answerWithin(waitMs: number): Promise<Answer | null> }> {
  const handle = await client.withDeadline(Date.now() + startWithinMs, () =>
    client.workflow.startUpdateWithStart<Started, Answer, []>(update, {
      updateId,
      waitForStage: 'ACCEPTED',
      startWorkflowOperation: start,
    }),
  );
  return {
    /** Null when it takes longer. */
    async answerWithin(waitMs) {
      if (waitMs <= 0) return null;
      try {
        return await client.withDeadline(Date.now() + waitMs, () => handle.result());
      } catch {
        // How it stands is asked of Postgres; this was only a way to hear of it early.
        return null;
      }
    },
  };
}

/** Of an error of `startAndAsk`: it came from a workflow that is there, not from a Temporal that is away. */
export function meansItWasStarted(error: unknown): boolean {
  return error instanceof WorkflowExecutionAlreadyStartedError || error instanceof WorkflowUpdateFailedError;
}
