import type { StripeEventRecord, TopUpCharge } from '@drawdown/ledger';
import { isFinalTopUpStatus } from '@drawdown/shared/codes';
import { publishTopUp } from '../activities/top-up-ledger.ts';
import type { DeliveryDeps } from './deliver-message.ts';
import { followDispute, followFraudWarning, isAboutDispute, isAboutFraudWarning } from './follow-disputes.ts';
import { followRefunds, isAboutRefund } from './follow-refunds.ts';
import { forgetCustomer } from './forget-customer.ts';
import { tellLeadCharge } from './lead-charges.ts';
import { invoiceChangedAtStripe, tellInvoice } from './tell-invoice.ts';
import { isAboutCard, updateCard } from './update-card.ts';

/**
 * Acts on a Stripe event. The event only says that something changed: what it is now is asked of Stripe, so that
 * events may come twice, late, or in any order.
 */
export async function processStripeEvent(deps: DeliveryDeps, eventId: string): Promise<void> {
  const { webhookInbox } = deps.ledger;
  const event = await webhookInbox.get(eventId);
  if (!event || event.processedAt !== null) return;
  await webhookInbox.markProcessed(eventId, await act(deps, event));
}

async function act(deps: DeliveryDeps, event: StripeEventRecord): Promise<string> {
  if (isAboutCard(event.type) && event.objectId !== null) return updateCard(deps, event.objectId);
  if (event.type === 'customer.deleted' && event.objectId !== null)
    return forgetCustomer(deps, event.objectId);
  if (isAboutRefund(event.type)) return followRefunds(deps, event);
  if (isAboutDispute(event.type)) return followDispute(deps, event);
  if (isAboutFraudWarning(event.type)) return followFraudWarning(deps, event);
  if (event.type.startsWith('invoice.') && event.objectId !== null)
    return invoiceChangedAtStripe(deps, event.objectId);
  if (event.paymentIntentId === null) return 'concerns no charge of ours';
  const charge = await deps.ledger.charges.findByPaymentIntent(event.paymentIntentId);
  if (!charge) return 'concerns no charge of ours';
  const { topUpId, invoiceId } = charge;
  if (invoiceId !== null) {
    await tellInvoice(deps, invoiceId);
    return 'told the process of the invoice';
  }
  if (topUpId === null && charge.deliveryId !== null) return tellLeadCharge(deps, charge);
  return topUpId === null ? 'concerns no top-up' : tellWorkflows(deps, { ...charge, topUpId }, event.type);
}

async function tellWorkflows(deps: DeliveryDeps, charge: TopUpCharge, eventType: string): Promise<string> {
  const { ledger, topUpWorkflows, chargeRetryWorkflows } = deps;
  const isCollected = await chargeRetryWorkflows.paymentChanged(charge.id);
  const isRunning = await topUpWorkflows.paymentChanged(charge.topUpId);
  if (isCollected) return 'told the workflow that collects the charge';

  const topUp = await ledger.topUps.find(charge.topUpId);
  if (!topUp) return 'concerns no top-up of ours';
  if (!isFinalTopUpStatus(topUp.status)) {
    if (!isRunning) await topUpWorkflows.startAgain(topUp);
    // A failure is known by who made the attempt; anything else may be the payer's doing, and must not be missed.
    if (topUp.retryState !== null && eventType !== 'payment_intent.payment_failed')
      throw new Error(`the workflow that collects ${charge.id} has not started yet`);
    return isRunning ? 'told the workflow' : 'started the workflow again';
  }
  return topUp.status === 'succeeded' ? 'credited before' : creditLate(deps, charge, topUp.status);
}

/** Money that came in for a top-up that had ended otherwise is there all the same. */
async function creditLate(
  { ledger, payments }: DeliveryDeps,
  charge: TopUpCharge,
  endedAs: string,
): Promise<string> {
  const { topUpId, paymentIntentId } = charge;
  if (paymentIntentId === null) return 'concerns no top-up of ours';
  const seen = await payments.lookUpPaymentIntent(paymentIntentId, { knownStripeChargeIds: [] });
  switch (seen.outcome) {
    case 'succeeded': {
      const { stripeChargeId } = seen;
      await ledger.charges.recordPayment(charge.id, charge.attempts.length + 1, seen);
      publishTopUp(ledger, await ledger.topUps.credit(topUpId, { paymentIntentId, stripeChargeId }));
      return `credited late: the top-up had ended as ${endedAs}`;
    }
    case 'unknown':
      throw new Error(`Stripe gives no usable answer about ${paymentIntentId}: ${seen.detail}`);
    case 'processing':
    case 'requiresAction':
    case 'declined':
    case 'canceled':
    case 'notAttempted':
      return `nothing to do: the top-up has ended as ${endedAs}`;
  }
}
