import type { Refund } from '@drawdown/ledger';
import type { FirstRefundOutcome } from '@drawdown/shared/workflows';
import { FIRST_REFUND_OUTCOME_UPDATE } from '@drawdown/shared/workflows';
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { createCircuit } from './circuit.ts';
import type { RefundWorkflow } from './refund-start.ts';
import { refundStart } from './refund-start.ts';
import { meansItWasStarted, startAndAsk } from './start-and-ask.ts';
import type { StartResult } from './top-up-workflows.ts';

const FIRST_OUTCOME_DEADLINE_MS = 6_000;
const CIRCUIT_OPEN_MS = 5_000;

export type RefundWorkflows = {
  /** Starts the workflow and waits a few seconds for its first outcome. Never throws: the money is in the books. */
  startAndAwaitFirstOutcome(refund: Refund): Promise<StartResult>;
};

type Options = { client: Client; log: Logger; firstOutcomeDeadlineMs?: number };

export function createRefundWorkflows({ client, log, firstOutcomeDeadlineMs }: Options): RefundWorkflows {
  const circuit = createCircuit(CIRCUIT_OPEN_MS);
  const deadlineMs = firstOutcomeDeadlineMs ?? FIRST_OUTCOME_DEADLINE_MS;

  return {
    async startAndAwaitFirstOutcome(refund) {
      if (circuit.isOpen()) return { started: false };
      const deadline = Date.now() + deadlineMs;
      try {
        const asked = await startAndAsk<RefundWorkflow, FirstRefundOutcome>({
          client,
          update: FIRST_REFUND_OUTCOME_UPDATE,
          updateId: refund.id,
          start: refundStart(refund),
          startWithinMs: deadlineMs,
        });
        circuit.succeeded();
        await asked.answerWithin(deadline - Date.now());
        return { started: true };
      } catch (error) {
        if (meansItWasStarted(error)) return { started: true };
        log.warn({ err: error, refundId: refund.id }, 'Temporal did not start the refund; the outbox will');
        circuit.failed();
        return { started: false };
      }
    },
  };
}
