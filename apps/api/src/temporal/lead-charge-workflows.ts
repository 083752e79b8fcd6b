import type { LeadChargeStart, Ledger } from '@drawdown/ledger';
import { formatMoney } from '@drawdown/shared/money';
import type { LeadChargeInput, LeadOutcome } from '@drawdown/shared/workflows';
import {
  BILLING_TASK_QUEUE,
  LEAD_CHARGE_WORKFLOW,
  LEAD_OUTCOME_UPDATE,
  leadChargeWorkflowId,
  SEARCH_ATTRIBUTES,
} from '@drawdown/shared/workflows';
import type { Client } from '@temporalio/client';
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { Logger } from 'pino';
import { createCircuit } from './circuit.ts';
import { meansItWasStarted, startAndAsk } from './start-and-ask.ts';

const START_DEADLINE_MS = 6_000;
const CIRCUIT_OPEN_MS = 5_000;

/** How the workflow looks from outside. */
type LeadChargeWorkflow = (input: LeadChargeInput) => Promise<LeadOutcome>;

export type LeadChargeWorkflows = {
  /**
   * Starts the workflow and waits, at most `waitMs`, until the lead is decided. Never throws: how the lead stands is asked
   * of Postgres. Where Temporal is away the outbox starts it.
   */
  startAndAwaitOutcome(lead: LeadChargeStart, waitMs: number): Promise<void>;
};

type Options = { client: Client; ledger: Pick<Ledger, 'outbox'>; log: Logger };

export function createLeadChargeWorkflows({ client, ledger, log }: Options): LeadChargeWorkflows {
  const circuit = createCircuit(CIRCUIT_OPEN_MS);

  return {
    async startAndAwaitOutcome(lead, waitMs) {
      if (circuit.isOpen()) return;
      const deadline = Date.now() + waitMs;
      // Who does not want to wait has it started all the same.
      const started = start(lead);
      const asked = await within(waitMs, started);
      await asked?.answerWithin(deadline - Date.now());
    },
  };

  async function start(lead: LeadChargeStart) {
    const { chargeId } = lead.input;
    try {
      const asked = await startAndAsk<LeadChargeWorkflow, LeadOutcome>({
        client,
        update: LEAD_OUTCOME_UPDATE,
        updateId: chargeId,
        start: startOf(lead),
        startWithinMs: START_DEADLINE_MS,
      });
      circuit.succeeded();
      await noteStarted(chargeId);
      return asked;
    } catch (error) {
      if (meansItWasStarted(error)) {
        await noteStarted(chargeId);
        return null;
      }
      log.warn({ err: error, chargeId }, 'Temporal did not start the charge of a lead; the outbox will');
      circuit.failed();
      return null;
    }
  }

  async function noteStarted(chargeId: string): Promise<void> {
    await ledger.outbox.leadChargeStarted(chargeId).catch((error: unknown) => {
      log.debug({ err: error, chargeId }, 'the outbox starts it once more, which does no harm');
    });
  }
}

/** A lead's charge is started once for ever: a second start, now or later, is refused by its id. */
function startOf({ input, buyerName, amount }: LeadChargeStart) {
  return new WithStartWorkflowOperation<LeadChargeWorkflow>(LEAD_CHARGE_WORKFLOW, {
    workflowId: leadChargeWorkflowId(input.chargeId),
    taskQueue: BILLING_TASK_QUEUE,
    args: [input],
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: `Lead ${input.leadId} for ${buyerName}: ${formatMoney(amount)} by card`,
    typedSearchAttributes: searchAttributes(input),
  });
}

function searchAttributes(input: LeadChargeInput): SearchAttributePair[] {
  const keyword = (name: string, value: string): SearchAttributePair => ({
    key: defineSearchAttributeKey(name, SearchAttributeType.KEYWORD),
    value,
  });
  return [
    keyword(SEARCH_ATTRIBUTES.accountId, input.accountId),
    keyword(SEARCH_ATTRIBUTES.buyerId, input.buyerId),
    keyword(SEARCH_ATTRIBUTES.walletId, input.walletId),
    keyword(SEARCH_ATTRIBUTES.flowState, 'charging'),
    {
      key: defineSearchAttributeKey(SEARCH_ATTRIBUTES.amountMinor, SearchAttributeType.INT),
      value: input.amountMinor,
    },
  ];
}

/** Null when it takes longer; it goes on all the same. */
async function within<Result>(delayMs: number, work: Promise<Result>): Promise<Result | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, delayMs, null);
  });
  const first = await Promise.race([work, timeout]);
  clearTimeout(timer);
  return first;
}
