import {
  CARD_WORKS_SIGNAL,
  type CloseRetryResult,
  chargeRetryWorkflowId,
  FUNDED_OTHERWISE_SIGNAL,
  MARK_PAID_UPDATE,
  PAYMENT_CHANGED_SIGNAL,
  PAYMENT_METHOD_UPDATED_SIGNAL,
  RETRY_NOW_UPDATE,
  RETRY_SCHEDULE_QUERY,
  type RetryMessage,
  type RetryNowResult,
  type RetrySchedule,
  STOP_RETRYING_UPDATE,
  WRITE_OFF_UPDATE,
} from '@drawdown/shared/workflows';
import type { Client } from '@temporalio/client';

const ADA: RetryMessage = {
  by: 'Ada',
  actor: { kind: 'user', id: 'usr_ada', label: 'Ada' },
  reason: 'agreed on the phone',
};

/** Talks to `chargeRetry` as the API and the relay do. */
export function chargeRetryClient(client: Client) {
  const handleOf = (chargeId: string) => client.workflow.getHandle(chargeRetryWorkflowId(chargeId));
  const update =
    <Answer>(name: string) =>
    (chargeId: string, message: RetryMessage = ADA) =>
      handleOf(chargeId).executeUpdate<Answer, [RetryMessage]>(name, { args: [message] });
  const signal = (name: string) => (chargeId: string) => handleOf(chargeId).signal(name);
  return {
    handleOf,
    retryNow: update<RetryNowResult>(RETRY_NOW_UPDATE),
    stop: update<CloseRetryResult>(STOP_RETRYING_UPDATE),
    markPaid: (chargeId: string) =>
      update<CloseRetryResult>(MARK_PAID_UPDATE)(chargeId, { ...ADA, reference: 'wire 4711' }),
    writeOff: update<CloseRetryResult>(WRITE_OFF_UPDATE),
    schedule: (chargeId: string) => handleOf(chargeId).query<RetrySchedule>(RETRY_SCHEDULE_QUERY),
    paymentMethodUpdated: signal(PAYMENT_METHOD_UPDATED_SIGNAL),
    cardWorks: signal(CARD_WORKS_SIGNAL),
    fundedOtherwise: signal(FUNDED_OTHERWISE_SIGNAL),
    paymentChanged: signal(PAYMENT_CHANGED_SIGNAL),
  };
}
