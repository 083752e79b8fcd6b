import type { Ledger, OutboxMessage } from '@drawdown/ledger';
import type { PaymentGateway } from '@drawdown/payments';
import { isFinalTopUpStatus } from '@drawdown/shared/codes';
import type { TopUpInput } from '@drawdown/shared/workflows';
import type { TopUpWorkflows } from '../temporal/top-up-workflows.ts';
import { processStripeEvent } from './process-stripe-event.ts';

export type DeliveryDeps = { ledger: Ledger; payments: PaymentGateway; topUpWorkflows: TopUpWorkflows };

/** Brings one message to where it belongs. May be repeated; what throws is tried again later. */
export function deliverMessage(deps: DeliveryDeps, message: OutboxMessage): Promise<void> {
  switch (message.kind) {
    case 'start_top_up':
      return startTopUp(deps, message.input);
    case 'stripe_event':
      return processStripeEvent(deps, message.eventId);
  }
}

async function startTopUp({ ledger, topUpWorkflows }: DeliveryDeps, input: TopUpInput): Promise<void> {
  const topUp = await ledger.topUps.find(input.topUpId);
  if (!topUp || isFinalTopUpStatus(topUp.status)) return;
  await topUpWorkflows.start(input, topUp);
}
