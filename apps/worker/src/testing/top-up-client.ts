import {
  CANCEL_TOP_UP_UPDATE,
  type CancelTopUpInput,
  type CancelTopUpResult,
  FIRST_OUTCOME_UPDATE,
  type FirstOutcome,
  PAYMENT_CHANGED_SIGNAL,
  TOP_UP_STATUS_QUERY,
  TOP_UP_WORKFLOW,
  topUpWorkflowId,
} from '@drawdown/shared/workflows';
import { type Client, WithStartWorkflowOperation } from '@temporalio/client';
import { defineUpdate } from '@temporalio/workflow';
import { topUpInput, topUpStartOptions } from '../temporal/top-up-start.ts';
import type { PayerScenario } from './payer-scenario.ts';

// The product's own definitions live in workflow code, which only runs inside a workflow.
const firstOutcomeUpdate = defineUpdate<FirstOutcome>(FIRST_OUTCOME_UPDATE);

type RequestedTopUp = Awaited<ReturnType<PayerScenario['requestTopUp']>>;

/** Starts top-ups and talks to them as the API does. */
export function topUpClient(client: Client) {
  const handleOf = (topUpId: string) => client.workflow.getHandle(topUpWorkflowId(topUpId));
  return {
    handleOf,

    firstOutcome(topUp: RequestedTopUp): Promise<FirstOutcome> {
      const startWorkflowOperation = new WithStartWorkflowOperation(TOP_UP_WORKFLOW, {
        ...topUpStartOptions(topUpInput(topUp), topUp),
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
      return client.workflow.executeUpdateWithStart(firstOutcomeUpdate, {
        updateId: topUp.id,
        startWorkflowOperation,
      });
    },

    cancel(topUpId: string, input: CancelTopUpInput = { by: 'Ada', reason: 'mistyped' }) {
      const options = { args: [input] as [CancelTopUpInput] };
      return handleOf(topUpId).executeUpdate<CancelTopUpResult, [CancelTopUpInput]>(
        CANCEL_TOP_UP_UPDATE,
        options,
      );
    },

    paymentChanged: (topUpId: string) => handleOf(topUpId).signal(PAYMENT_CHANGED_SIGNAL),
    words: (topUpId: string) => handleOf(topUpId).query<string>(TOP_UP_STATUS_QUERY),
  };
}
