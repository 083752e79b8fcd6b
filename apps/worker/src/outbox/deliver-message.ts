import type { Ledger, OutboxMessage } from '@drawdown/ledger';
import type { PaymentGateway } from '@drawdown/payments';
import { isFinalTopUpStatus } from '@drawdown/shared/codes';
import type { ChargeNews, RefundInput, TopUpInput } from '@drawdown/shared/workflows';
import type { ChargeRetryWorkflows } from '../temporal/charge-retry-workflows.ts';
import type { DisputeWorkflows } from '../temporal/dispute-workflows.ts';
import type { InvoiceWorkflows } from '../temporal/invoice-workflows.ts';
import type { LeadChargeWorkflows } from '../temporal/lead-charge-workflows.ts';
import type { PauseWorkflows } from '../temporal/pause-workflows.ts';
import type { RefundWorkflows } from '../temporal/refund-workflows.ts';
import type { TopUpInvoiceWorkflows } from '../temporal/top-up-invoice-workflows.ts';
import type { TopUpWorkflows } from '../temporal/top-up-workflows.ts';
import { startLeadCharge } from './lead-charges.ts';
import { processStripeEvent } from './process-stripe-event.ts';
import { tellInvoice } from './tell-invoice.ts';

export type DeliveryDeps = {
  ledger: Ledger;
  payments: PaymentGateway;
  topUpWorkflows: TopUpWorkflows;
  chargeRetryWorkflows: ChargeRetryWorkflows;
  leadChargeWorkflows: LeadChargeWorkflows;
  pauseWorkflows: PauseWorkflows;
  refundWorkflows: RefundWorkflows;
  disputeWorkflows: DisputeWorkflows;
  topUpInvoiceWorkflows: TopUpInvoiceWorkflows;
  invoiceWorkflows: InvoiceWorkflows;
};

/** Brings one message to where it belongs. May be repeated; what throws is tried again later. */
export function deliverMessage(deps: DeliveryDeps, message: OutboxMessage): Promise<void> {
  switch (message.kind) {
    case 'start_top_up':
      return startTopUp(deps, message.input);
    case 'start_refund':
      return startRefund(deps, message.input);
    case 'start_lead_charge':
      return startLeadCharge(deps, message.input);
    case 'start_dispute':
      return deps.disputeWorkflows.start(message.input);
    case 'dispute_news':
      return tellDispute(deps, message.disputeId);
    case 'start_invoice_period':
      return deps.invoiceWorkflows.start(message.input);
    case 'invoice_news':
      return tellInvoice(deps, message.invoiceId);
    case 'stripe_event':
      return processStripeEvent(deps, message.eventId);
    case 'charge_news':
      return tellCharge(deps, message);
    case 'top_up_invoice':
      return deps.topUpInvoiceWorkflows.changed(message.topUpId);
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

async function startRefund({ ledger, refundWorkflows }: DeliveryDeps, input: RefundInput): Promise<void> {
  const refund = await ledger.refunds.find(input.refundId);
  if (refund?.status === 'pending') await refundWorkflows.start(input);
}

/** Also where it has a verdict: whoever looks at its workflow sees how it ended. */
async function tellDispute({ ledger, disputeWorkflows }: DeliveryDeps, disputeId: string): Promise<void> {
  const dispute = await ledger.disputes.find(disputeId);
  if (dispute !== null) await disputeWorkflows.changed(dispute);
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
