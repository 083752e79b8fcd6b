import {
  CARD_WORKS_SIGNAL,
  type ChargeNews,
  chargeRetryWorkflowId,
  FUNDED_OTHERWISE_SIGNAL,
  PAYMENT_CHANGED_SIGNAL,
  PAYMENT_METHOD_UPDATED_SIGNAL,
} from '@drawdown/shared/workflows';
import type { Client } from '@temporalio/client';
import { callsTo } from './calls.ts';

export type ChargeRetryWorkflows = ReturnType<typeof createChargeRetryWorkflows>;

/** Messages to `chargeRetry` workflows, which their top-ups start. */
export function createChargeRetryWorkflows(client: Client) {
  const { whileFound } = callsTo(client);
  return { tell, paymentChanged };

  /** False when no workflow of this charge is running. */
  function tell(chargeId: string, news: ChargeNews): Promise<boolean> {
    return signal(chargeId, signalOf(news));
  }

  function paymentChanged(chargeId: string): Promise<boolean> {
    return signal(chargeId, PAYMENT_CHANGED_SIGNAL);
  }

  function signal(chargeId: string, name: string): Promise<boolean> {
    return whileFound(() => client.workflow.getHandle(chargeRetryWorkflowId(chargeId)).signal(name));
  }
}

function signalOf(news: ChargeNews): string {
  switch (news) {
    case 'cardWorks':
      return CARD_WORKS_SIGNAL;
    case 'paymentMethodUpdated':
      return PAYMENT_METHOD_UPDATED_SIGNAL;
    case 'fundedOtherwise':
      return FUNDED_OTHERWISE_SIGNAL;
  }
}
