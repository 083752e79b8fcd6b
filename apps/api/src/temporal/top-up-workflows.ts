import type { TopUp } from '@drawdown/ledger';
import type { CancelTopUpInput, CancelTopUpResult, FirstOutcome } from '@drawdown/shared/workflows';
import { CANCEL_TOP_UP_UPDATE, FIRST_OUTCOME_UPDATE, topUpWorkflowId } from '@drawdown/shared/workflows';
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Logger } from 'pino';
import { createCircuit } from './circuit.ts';
import { meansItWasStarted, startAndAsk } from './start-and-ask.ts';
import type { TopUpWorkflow } from './start-options.ts';
import { topUpStart } from './start-options.ts';

const FIRST_OUTCOME_DEADLINE_MS = 6_000;
const CANCEL_DEADLINE_MS = 6_000;
const CIRCUIT_OPEN_MS = 5_000;

export type StartResult =
  /** It runs, or has run; the row says how far it is. */
  | { started: true }
  /** Temporal is away or slow: the outbox starts it. */
  | { started: false };

export type TopUpWorkflows = {
  /** Starts the workflow and waits a few seconds for its first outcome. Never throws: whoever pays asked Postgres. */
  startAndAwaitFirstOutcome(topUp: TopUp, chargeId: string): Promise<StartResult>;
  /** Null when there is no running workflow to ask. @throws when Temporal does not answer in time. */
  cancel(topUpId: string, input: CancelTopUpInput): Promise<CancelTopUpResult | null>;
};

type Options = { client: Client; log: Logger; firstOutcomeDeadlineMs?: number };

export function createTopUpWorkflows({ client, log, firstOutcomeDeadlineMs }: Options): TopUpWorkflows {
  const circuit = createCircuit(CIRCUIT_OPEN_MS);
  const deadlineMs = firstOutcomeDeadlineMs ?? FIRST_OUTCOME_DEADLINE_MS;

  return {
    async startAndAwaitFirstOutcome(topUp, chargeId) {
      if (circuit.isOpen()) return { started: false };
      const deadline = Date.now() + deadlineMs;
      try {
        const asked = await startAndAsk<TopUpWorkflow, FirstOutcome>({
          client,
          update: FIRST_OUTCOME_UPDATE,
          updateId: topUp.id,
          start: topUpStart(topUp, chargeId),
          startWithinMs: deadlineMs,
        });
        circuit.succeeded();
        await asked.answerWithin(deadline - Date.now());
        return { started: true };
      } catch (error) {
        if (meansItWasStarted(error)) return { started: true };
        log.warn({ err: error, topUpId: topUp.id }, 'Temporal did not start the top-up; the outbox will');
        circuit.failed();
        return { started: false };
      }
    },

    async cancel(topUpId, input) {
      const handle = client.workflow.getHandle(topUpWorkflowId(topUpId));
      try {
        return await client.withDeadline(Date.now() + CANCEL_DEADLINE_MS, () =>
          handle.executeUpdate<CancelTopUpResult, [CancelTopUpInput]>(CANCEL_TOP_UP_UPDATE, {
            args: [input],
          }),
        );
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return null;
        if (error instanceof WorkflowUpdateFailedError)
          return { canceled: false, because: error.cause?.message ?? 'the top-up has gone on' };
        throw error;
      }
    },
  };
}
