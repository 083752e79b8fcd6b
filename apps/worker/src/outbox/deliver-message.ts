import type { Ledger, OutboxMessage } from '@drawdown/ledger';
import type { PaymentGateway } from '@drawdown/payments';
import { isFinalTopUpStatus } from '@drawdown/shared/codes';
import type { ChargeNews, TopUpInput } from '@drawdown/shared/workflows';
import type { ChargeRetryWorkflows } from '../temporal/charge-retry-workflows.ts';
import type { PauseWorkflows } from '../temporal/pause-workflows.ts';
import type { TopUpWorkflows } from '../temporal/top-up-workflows.ts';
import { processStripeEvent } from './process-stripe-event.ts';

export type DeliveryDeps = {
  ledger: Ledger;
  payments: PaymentGateway;
  topUpWorkflows: TopUpWorkflows;
  chargeRetryWorkflows: ChargeRetryWorkflows;
  pauseWorkflows: PauseWorkflows;
};

/** Brings one message to where it belongs. May be repeated; what throws is tried again later. */
export function deliverMessage(deps: DeliveryDeps, message: OutboxMessage): Promise<void> {
  switch (message.kind) {
    case 'start_top_up':
      return startTopUp(deps, message.input);
    case 'stripe_event':
      return processStripeEvent(deps, message.eventId);
    case 'charge_news':
      return tellCharge(deps, message);
    case 'pause_changed':
      deps.ledger.changes.publish(message.accountId, { type: 'buyer.changed', buyerId: message.buyerId });
      return deps.pauseWorkflows.changed({ buyerId: message.buyerId, accountId: message.accountId });
  }
}

async function startTopUp({ ledger, topUpWorkflows }: DeliveryDeps, input: TopUpInput): Promise<void> {
  const topUp = await ledger.topUps.find(input.topUpId);
  if (!topUp || isFinalTopUpStatus(topUp.status)) return;
  await topUpWorkflows.start(input, topUp);
}

/**
 * News that is lost could take money twice, so it waits for a charge whose workflow is not there for the moment, and
 * is dropped only once the charge has ended.
 */
async function tellCharge(
  { ledger, chargeRetryWorkflows, topUpWorkflows }: DeliveryDeps,
  { chargeId, news }: { chargeId: string; news: ChargeNews },
): Promise<void> {
  if (await chargeRetryWorkflows.tell(chargeId, news)) return;
  const charge = await ledger.charges.get(chargeId);
  const topUpId = charge?.status === 'open' ? charge.topUpId : null;
  const topUp = topUpId === null ? null : await ledger.topUps.find(topUpId);
  if (!topUp || isFinalTopUpStatus(topUp.status)) return;
  await topUpWorkflows.startAgain(topUp);
  throw new Error(`charge ${chargeId} is open, and the workflow that collects it has not started yet`);
}
