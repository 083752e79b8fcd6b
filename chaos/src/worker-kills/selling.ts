import { randomUUID } from 'node:crypto';
import type { Delivery } from '@drawdown/ledger';
import type { Agency } from '../stage/agency.ts';
import type { World } from './world.ts';

/** Asks for one lead to be delivered; answers its delivery, whatever was decided. */
export async function sell(
  { stage }: World,
  agency: Agency,
  { buyerId, priceMinor }: { buyerId: string; priceMinor: number },
): Promise<Delivery> {
  const result = await stage.bench.ledger.deliveries.deliver(agency.lead(buyerId, randomUUID(), priceMinor));
  if (!('delivery' in result)) throw new Error(`the lead was not decided: ${result.outcome}`);
  return result.delivery;
}

/** Resolves when a lead that a card is to pay for is decided. */
export function decided({ insist, stage }: World, { accountId, id }: Delivery): Promise<Delivery> {
  return insist(async () => {
    const found = await stage.bench.ledger.deliveries.get(accountId, id);
    if (found === null || found.outcome === 'pending') throw new Error(`lead ${id} is still pending`);
    return found;
  });
}
