import {
  BILLING_TASK_QUEUE,
  INVOICE_CHANGED_SIGNAL,
  INVOICE_PERIOD_WORKFLOW,
  type InvoicePeriodInput,
  invoicePeriodWorkflowId,
  SEARCH_ATTRIBUTES,
} from '@drawdown/shared/workflows';
import type { Client, WorkflowStartOptions } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { callsTo } from './calls.ts';

const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
const accountIdKey = keyword(SEARCH_ATTRIBUTES.accountId);
const buyerIdKey = keyword(SEARCH_ATTRIBUTES.buyerId);

export type InvoiceWorkflows = ReturnType<typeof createInvoiceWorkflows>;

/** Starts and messages of `invoicePeriod`. Nobody waits long for a Temporal that is away: the caller tries again. */
export function createInvoiceWorkflows(client: Client) {
  const { ignoringAlreadyStarted, whileFound } = callsTo(client);
  const handleOf = (input: InvoicePeriodInput) => client.workflow.getHandle(invoicePeriodWorkflowId(input));
  return {
    /** Harmless while it runs; one that has ended reads what is true. */
    start: (input: InvoicePeriodInput): Promise<void> =>
      ignoringAlreadyStarted(() => client.workflow.start(INVOICE_PERIOD_WORKFLOW, startOptions(input))),

    /** False when it does not run. */
    changed: (input: InvoicePeriodInput): Promise<boolean> =>
      whileFound(() => handleOf(input).signal(INVOICE_CHANGED_SIGNAL)),

    async isRunning(input: InvoicePeriodInput): Promise<boolean> {
      let running = false;
      await whileFound(async () => {
        running = (await handleOf(input).describe()).status.name === 'RUNNING';
      });
      return running;
    },
  };
}

function startOptions(input: InvoicePeriodInput) {
  const { accountId, buyerId, period, kind, endsAt } = input;
  // No more than its type names: what a caller has besides belongs into no history.
  const args: [InvoicePeriodInput] = [{ accountId, buyerId, kind, period, endsAt }];
  return {
    workflowId: invoicePeriodWorkflowId(input),
    taskQueue: BILLING_TASK_QUEUE,
    args,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: `${kind === 'manual' ? 'Statement' : 'Invoice'} for ${period}`,
    typedSearchAttributes: [
      { key: accountIdKey, value: accountId },
      { key: buyerIdKey, value: buyerId },
    ],
  } satisfies WorkflowStartOptions;
}
