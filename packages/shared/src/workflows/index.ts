export type {
  ChargeNews,
  ChargeRetryInput,
  ChargeRetryResult,
  CloseRetryResult,
  RetryMessage,
  RetryNowResult,
  RetrySchedule,
} from './charge-retry.ts';
export {
  CARD_WORKS_SIGNAL,
  CHARGE_RETRY_WORKFLOW,
  chargeRetryWorkflowId,
  FUNDED_OTHERWISE_SIGNAL,
  MARK_PAID_UPDATE,
  PAYMENT_METHOD_UPDATED_SIGNAL,
  RETRY_NOW_UPDATE,
  RETRY_SCHEDULE_QUERY,
  STOP_RETRYING_UPDATE,
  WRITE_OFF_UPDATE,
} from './charge-retry.ts';
export type { DisputeInput } from './dispute.ts';
export {
  DISPUTE_CHANGED_SIGNAL,
  DISPUTE_STATE_QUERY,
  DISPUTE_WORKFLOW,
  disputeWorkflowId,
} from './dispute.ts';
export type {
  InvoicePeriodEnding,
  InvoicePeriodInput,
  InvoiceWish,
  InvoiceWishResult,
} from './invoice-period.ts';
export {
  ASK_INVOICE_UPDATE,
  INVOICE_CHANGED_SIGNAL,
  INVOICE_PERIOD_WORKFLOW,
  invoicePeriodWorkflowId,
} from './invoice-period.ts';
export type { LeadChargeInput, LeadOutcome } from './lead-charge.ts';
export {
  LEAD_CHARGE_STATUS_QUERY,
  LEAD_CHARGE_WORKFLOW,
  LEAD_OUTCOME_UPDATE,
  leadChargeWorkflowId,
} from './lead-charge.ts';
export type { PauseInput, ResolvePauseInput, ResolvePauseResult } from './pause.ts';
export {
  OPEN_REASONS_QUERY,
  PAUSE_CHANGED_SIGNAL,
  PAUSE_WORKFLOW,
  pauseWorkflowId,
  RESOLVE_PAUSE_UPDATE,
} from './pause.ts';
export type { FirstRefundOutcome, RefundInput } from './refund.ts';
export {
  FIRST_REFUND_OUTCOME_UPDATE,
  REFUND_CHANGED_SIGNAL,
  REFUND_STATUS_QUERY,
  REFUND_WORKFLOW,
  refundWorkflowId,
} from './refund.ts';
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
export type { TopUpInvoiceEnding, TopUpInvoiceInput } from './top-up-invoice.ts';
export {
  TOP_UP_INVOICE_CHANGED_SIGNAL,
  TOP_UP_INVOICE_WORKFLOW,
  topUpInvoiceWorkflowId,
} from './top-up-invoice.ts';
