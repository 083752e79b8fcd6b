import {
  BILLING_TASK_QUEUE,
  type PauseInput,
  pauseWorkflowId,
  SEARCH_ATTRIBUTES,
} from '@drawdown/shared/workflows';
import type { WorkflowStartOptions } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
const accountIdKey = keyword(SEARCH_ATTRIBUTES.accountId);
const buyerIdKey = keyword(SEARCH_ATTRIBUTES.buyerId);
const flowStateKey = keyword(SEARCH_ATTRIBUTES.flowState);

/** One workflow at a time for each buyer; a buyer may be paused again, so that an ended one is no obstacle. */
export function pauseStartOptions(input: PauseInput, buyerName: string) {
  const { accountId, buyerId } = input;
  return {
    workflowId: pauseWorkflowId(buyerId),
    taskQueue: BILLING_TASK_QUEUE,
    args: [input] as [PauseInput],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: `Pause of ${buyerName}`,
    typedSearchAttributes: [
      { key: accountIdKey, value: accountId },
      { key: buyerIdKey, value: buyerId },
      { key: flowStateKey, value: 'paused' },
    ],
  } satisfies WorkflowStartOptions;
}
