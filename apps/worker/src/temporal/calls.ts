import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';

const CALL_DEADLINE_MS = 5000;

/** Calls to Temporal. Nobody waits long for one that is away: the caller tries again. */
export function callsTo(client: Client) {
  return { ignoringAlreadyStarted, whileFound, withDeadline };

  async function ignoringAlreadyStarted(start: () => Promise<unknown>): Promise<void> {
    try {
      await withDeadline(start);
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  /** False when there is no such workflow, or none that runs. */
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
