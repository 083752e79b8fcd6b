import type { Charge } from '@drawdown/ledger';
import { isFinalTopUpStatus } from '@drawdown/shared/codes';
import { publishTopUp } from '../activities/top-up-ledger.ts';
import type { DeliveryDeps } from './deliver-message.ts';

/**
 * Acts on a Stripe event. The event only says that something changed: what it is now is asked of Stripe, so that
 * events may come twice, late, or in any order.
 */
export async function processStripeEvent(deps: DeliveryDeps, eventId: string): Promise<void> {
  const { webhookInbox } = deps.ledger;
  const event = await webhookInbox.get(eventId);
  if (!event || event.processedAt !== null) return;
  const charge =
    event.paymentIntentId === null
      ? null
      : await deps.ledger.charges.findByPaymentIntent(event.paymentIntentId);
  const result = charge ? await tellTopUp(deps, charge) : 'concerns no charge of ours';
  await webhookInbox.markProcessed(eventId, result);
}

async function tellTopUp(
  { ledger, payments, topUpWorkflows }: DeliveryDeps,
  charge: Charge,
): Promise<string> {
  const { topUpId, paymentIntentId } = charge;
  if (await topUpWorkflows.paymentChanged(topUpId)) return 'told the workflow';

  const topUp = await ledger.topUps.find(topUpId);
  if (!topUp || paymentIntentId === null) return 'concerns no top-up of ours';
  if (!isFinalTopUpStatus(topUp.status)) {
    await topUpWorkflows.startAgain(topUp);
    return 'started the workflow again';
  }
  if (topUp.status === 'succeeded') return 'credited before';

  const seen = await payments.lookUpPaymentIntent(paymentIntentId, { knownStripeChargeIds: [] });
  switch (seen.outcome) {
    case 'succeeded': {
      const { stripeChargeId } = seen;
      publishTopUp(ledger, await ledger.topUps.credit(topUpId, { paymentIntentId, stripeChargeId }));
      return `credited late: the top-up had ended as ${topUp.status}`;
    }
    case 'unknown':
      throw new Error(`Stripe gives no usable answer about ${paymentIntentId}: ${seen.detail}`);
    case 'processing':
    case 'requiresAction':
    case 'declined':
    case 'canceled':
    case 'notAttempted':
      return `nothing to do: the top-up has ended as ${topUp.status}`;
  }
}
