import type { Ledger } from '@drawdown/ledger';
import {
  PAUSE_CHANGED_SIGNAL,
  PAUSE_WORKFLOW,
  type PauseInput,
  pauseWorkflowId,
} from '@drawdown/shared/workflows';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { pauseView } from '../activities/pause-view.ts';
import { pauseStartOptions } from './pause-start.ts';

const CALL_DEADLINE_MS = 5000;

export type PauseWorkflows = ReturnType<typeof createPauseWorkflows>;

/** Starts and messages of `pauseUntilResolved`. Nobody waits long for a Temporal that is away: the caller tries again. */
export function createPauseWorkflows(client: Client, pauses: Pick<Ledger['pauses'], 'facts'>) {
  return { changed, isRunning };

  /**
   * Makes the buyer's workflow look again, and starts it where the buyer is paused and it is not running. May be
   * repeated: the workflow asks the database what is true.
   */
  async function changed(input: PauseInput): Promise<void> {
    const facts = await pauses.facts(input.buyerId);
    if (pauseView(facts).state === 'over') {
      await whileFound(() =>
        client.workflow.getHandle(pauseWorkflowId(input.buyerId)).signal(PAUSE_CHANGED_SIGNAL),
      );
      return;
    }
    await withDeadline(() =>
      client.workflow.signalWithStart(PAUSE_WORKFLOW, {
        ...pauseStartOptions(input, facts?.buyerName ?? input.buyerId),
        signal: PAUSE_CHANGED_SIGNAL,
        signalArgs: [],
      }),
    );
  }

  async function isRunning(buyerId: string): Promise<boolean> {
    let running = false;
    await whileFound(async () => {
      const { status } = await client.workflow.getHandle(pauseWorkflowId(buyerId)).describe();
      running = status.name === 'RUNNING';
    });
    return running;
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
