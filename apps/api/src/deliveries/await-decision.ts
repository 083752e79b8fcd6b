import type { DeliverLeadResult, Delivery } from '@drawdown/ledger';
import type { Deps } from '../deps.ts';

export type DecisionDeps = Pick<Deps, 'ledger' | 'leadChargeWorkflows' | 'log'>;

type Pending = Extract<DeliverLeadResult, { outcome: 'pending' }>;

/**
 * Has the card charged for a pending lead and waits, at most `waitMs`, for what becomes of it. Answers how the lead stands
 * then. The row, its charge and their outbox message stand before Temporal is asked, so whatever goes wrong from here is a
 * delay and never a loss.
 */
export async function awaitDecision(
  { ledger, leadChargeWorkflows, log }: DecisionDeps,
  pending: Pending,
  waitMs: number,
): Promise<DeliverLeadResult> {
  const { id, accountId } = pending.delivery;
  try {
    const charge = (await ledger.leadCharges.ofDeliveries([id])).get(id);
    const lead = charge && (await ledger.leadCharges.startOf(charge.chargeId));
    if (lead) await leadChargeWorkflows.startAndAwaitOutcome(lead, waitMs);
    const present = await ledger.deliveries.get(accountId, id);
    return present === null ? pending : resultOf(present, pending);
  } catch (error) {
    // The lead was accepted and goes on; the caller must not take this for a refusal.
    log.error({ err: error, deliveryId: id }, 'a pending lead could not be read again');
    return pending;
  }
}

function resultOf(delivery: Delivery, { replayed }: Pending): DeliverLeadResult {
  switch (delivery.outcome) {
    case 'pending':
    case 'delivered':
      return { outcome: delivery.outcome, delivery, replayed };
    case 'returned':
      return { outcome: 'delivered', delivery, replayed };
    case 'refused':
      return {
        outcome: 'refused',
        delivery,
        code: delivery.refusalCode ?? 'card_declined',
        available: delivery.availableSeen,
        required: delivery.price,
        topUpInProgress: false,
        replayed,
      };
  }
}
