import type { BusinessEvent } from '../books/events.ts';
import { postWithin } from '../books/post.ts';
import type { Records } from '../database/connection.ts';
import { currencyOf } from '../database/parse.ts';
import type { DeliveryRow } from '../generated/prisma/client.ts';
import { announce } from './announce.ts';
import type { LockedLead } from './locked.ts';

/** Posts a pending lead on the rung that pays for it, once, and delivers it. Under the locks of `lockLead`. */
export async function deliverByCard(
  records: Records,
  lead: LockedLead,
  paymentIntentId: string,
): Promise<DeliveryRow> {
  await post(records, { ...eventOf(lead), event: 'delivery_by_card', paymentIntentId });
  return decide(records, lead, { outcome: 'delivered' });
}

export async function deliverOnTrust(records: Records, lead: LockedLead): Promise<DeliveryRow> {
  await post(records, { ...eventOf(lead), event: 'delivery_on_account', ownerId: lead.buyer.id });
  const funding = { fundedBy: 'trust', fundingReason: 'trusted_while_retrying' };
  return decide(records, lead, { outcome: 'delivered', ...funding });
}

/** Nothing is owed, and what it reserved of the buyer's caps is free again. */
export async function refusePending(records: Records, lead: LockedLead): Promise<DeliveryRow> {
  await records.$executeRaw`select give_back_spending(${lead.delivery.id})`;
  const funding = { fundedBy: null, fundingReason: null, balanceAfterMinor: null };
  return decide(records, lead, { outcome: 'refused', refusalCode: 'card_declined', ...funding });
}

function eventOf({ delivery }: LockedLead) {
  const { id: deliveryId, accountId, priceMinor: amountMinor } = delivery;
  return { deliveryId, accountId, amountMinor, currency: currencyOf(delivery.currency) };
}

async function post(records: Records, event: BusinessEvent): Promise<void> {
  const posted = await postWithin(records, event);
  // The key is the delivery's own, and neither book has a floor that a lead could reach: anything else is our fault.
  if (posted.status !== 'posted') throw new Error(`posting a pending lead answered ${posted.status}`);
}

type Decision = {
  outcome: 'delivered' | 'refused';
  fundedBy?: string | null;
  fundingReason?: string | null;
  refusalCode?: string;
  balanceAfterMinor?: null;
};

async function decide(records: Records, lead: LockedLead, decision: Decision): Promise<DeliveryRow> {
  const delivery = await records.deliveryRow.update({
    where: { id: lead.delivery.id },
    data: { ...decision, decidedAt: new Date() },
  });
  await announce(records, delivery, lead.buyer);
  return delivery;
}
