import type { Records } from '../database/connection.ts';
import type { BuyerRow, ChargeRow, DeliveryRow } from '../generated/prisma/client.ts';
import type { LeadStanding } from './types.ts';

export type LockedLead = { charge: ChargeRow; delivery: DeliveryRow; buyer: BuyerRow };

/**
 * Locks a lead's charge for whoever decides how it ends: the charge, then the wallet that the buyer draws on, as
 * everything that is decided about a buyer does.
 */
export async function lockLead(records: Records, chargeId: string): Promise<LockedLead> {
  await records.$queryRaw`select id from charge where id = ${chargeId} for no key update`;
  const charge = await records.chargeRow.findUniqueOrThrow({ where: { id: chargeId } });
  if (charge.deliveryId === null) throw new Error(`charge ${chargeId} is for no lead`);
  const where = { id: charge.deliveryId };
  const { buyerId, accountId } = await records.deliveryRow.findUniqueOrThrow({ where });
  const buyer = await lockBuyer(records, accountId, buyerId);
  return { charge, delivery: await records.deliveryRow.findUniqueOrThrow({ where }), buyer };
}

/** He may have been moved to another wallet between the look and the lock: then that one is locked as well. */
async function lockBuyer(records: Records, accountId: string, id: string): Promise<BuyerRow> {
  for (let locked: string | null = null; ; ) {
    const buyer: BuyerRow = await records.buyerRow.findUniqueOrThrow({ where: { id } });
    if (buyer.walletId === locked) return buyer;
    await records.$queryRaw`select lock_wallet(${accountId}, ${buyer.walletId})`;
    locked = buyer.walletId;
  }
}

export function standingOf({ charge, delivery }: LockedLead, pausedBuyerIds: string[] = []): LeadStanding {
  return {
    outcome: outcomeOf(delivery),
    accountId: delivery.accountId,
    deliveryId: delivery.id,
    buyerId: delivery.buyerId,
    walletId: delivery.walletId,
    chargeId: charge.id,
    topUpId: charge.topUpId,
    pausedBuyerIds,
  };
}

/** A lead that was given back later had been delivered. */
export function outcomeOf({ outcome }: DeliveryRow): LeadStanding['outcome'] {
  if (outcome === 'pending' || outcome === 'refused') return outcome;
  return 'delivered';
}
