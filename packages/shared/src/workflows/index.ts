export { SEARCH_ATTRIBUTES } from './search-attributes.ts';
export { BILLING_TASK_QUEUE, PAYMENTS_TASK_QUEUE } from './task-queues.ts';
export type { CancelTopUpInput, CancelTopUpResult, FirstOutcome, TopUpInput } from './top-up.ts';
export {
  CANCEL_TOP_UP_UPDATE,
  FIRST_OUTCOME_UPDATE,
  PAYMENT_CHANGED_SIGNAL,
  TOP_UP_STATUS_QUERY,
  TOP_UP_WORKFLOW,
  topUpWorkflowId,
} from './top-up.ts';
