import {
  ASK_INVOICE_UPDATE,
  CANCEL_TOP_UP_UPDATE,
  type CloseRetryResult,
  chargeRetryWorkflowId,
  type InvoicePeriodInput,
  type InvoiceWish,
  type InvoiceWishResult,
  invoicePeriodWorkflowId,
  MARK_PAID_UPDATE,
  RETRY_NOW_UPDATE,
  type RetryMessage,
  type RetryNowResult,
  STOP_RETRYING_UPDATE,
  topUpWorkflowId,
  WRITE_OFF_UPDATE,
} from '@drawdown/shared/workflows';
import type { WorkerBench } from '@drawdown/worker/testing';

const MESSAGE: RetryMessage = {
  by: 'Ada',
  actor: { kind: 'user', id: 'usr_ada', label: 'Ada' },
  reason: 'asked for by the client',
};

/** What an admin tells the processes, as the API does. Each waits until a worker has answered. */
export function messagesOf({ client }: WorkerBench) {
  const ofCharge = (chargeId: string) => client.workflow.getHandle(chargeRetryWorkflowId(chargeId));
  const close = (chargeId: string, update: string, message: RetryMessage) =>
    ofCharge(chargeId).executeUpdate<CloseRetryResult, [RetryMessage]>(update, { args: [message] });
  return {
    stop: (chargeId: string) => close(chargeId, STOP_RETRYING_UPDATE, MESSAGE),
    writeOff: (chargeId: string) => close(chargeId, WRITE_OFF_UPDATE, MESSAGE),
    markPaid: (chargeId: string) =>
      close(chargeId, MARK_PAID_UPDATE, { ...MESSAGE, reference: `wire ${chargeId}` }),
    retryNow: (chargeId: string) =>
      ofCharge(chargeId).executeUpdate<RetryNowResult, [RetryMessage]>(RETRY_NOW_UPDATE, { args: [MESSAGE] }),
    cancelTopUp: (topUpId: string) =>
      client.workflow.getHandle(topUpWorkflowId(topUpId)).executeUpdate(CANCEL_TOP_UP_UPDATE, {
        args: [{ by: 'Ada', reason: 'asked for by the client' }],
      }),
    askInvoice: (period: InvoicePeriodInput, wish: InvoiceWish) =>
      client.workflow
        .getHandle(invoicePeriodWorkflowId(period))
        .executeUpdate<InvoiceWishResult, [InvoiceWish]>(ASK_INVOICE_UPDATE, { args: [wish] }),
  };
}
