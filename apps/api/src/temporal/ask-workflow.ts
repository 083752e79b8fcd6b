import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';

export type Asked<T> =
  | { outcome: 'answered'; result: T }
  /** It runs, but not now, or not that. */
  | { outcome: 'refused'; because: string }
  | { outcome: 'not_running' };

type Question<A> = {
  workflowId: string;
  update: string;
  argument: A;
  deadlineMs: number;
  /** The same id again answers the same, also when the first answer was lost. */
  updateId?: string | undefined;
};

/** Asks a running workflow to do something and waits for it. @throws when Temporal does not answer in time. */
export async function askWorkflow<T, A>(client: Client, question: Question<A>): Promise<Asked<T>> {
  const { workflowId, update, argument, deadlineMs, updateId } = question;
  const handle = client.workflow.getHandle(workflowId);
  try {
    const result = await client.withDeadline(Date.now() + deadlineMs, () =>
      handle.executeUpdate<T, [A]>(update, {
        args: [argument],
        ...(updateId === undefined ? {} : { updateId }),
      }),
    );
    return { outcome: 'answered', result };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { outcome: 'not_running' };
    if (error instanceof WorkflowUpdateFailedError)
      return { outcome: 'refused', because: error.cause?.message ?? 'it has gone on meanwhile' };
    throw error;
  }
}
