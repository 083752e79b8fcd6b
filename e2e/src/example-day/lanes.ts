import { deliveryBatchSchema, deliverySchema, holdSchema } from '@drawdown/shared/http';
import { type BuyerName, LOST_AUCTION } from './cast.ts';
import { type Client, until, usd } from './client.ts';
import type { DayLead } from './day.ts';

const BATCH = 100;

export type Told = { leadId: string; deliveryId: string | null; outcome: string; fundedBy: string | null };

/** Hands leads over in order; what a card has to pay for is waited for. */
export async function deliverAll(
  client: Client,
  idOf: (name: BuyerName) => string,
  leads: Lead[],
): Promise<Told[]> {
  const told: Told[] = [];
  for (let from = 0; from < leads.length; from += BATCH) {
    const deliveries = leads.slice(from, from + BATCH).map(({ leadId, buyer, priceMinor }) => ({
      buyerId: idOf(buyer),
      leadId,
      price: usd(priceMinor),
      waitMs: 0,
    }));
    const { results } = await client.post(deliveryBatchSchema, '/v1/deliveries/batch', { deliveries });
    for (const [index, result] of results.entries()) {
      const leadId = deliveries[index]?.leadId ?? '';
      told.push(
        'id' in result
          ? { leadId, deliveryId: result.id, outcome: result.outcome, fundedBy: result.fundedBy }
          : { leadId, deliveryId: null, outcome: result.outcome, fundedBy: null },
      );
    }
  }
  return Promise.all(told.map((each) => settled(client, each)));
}

export type Lead = DayLead & { buyer: BuyerName };

async function settled(client: Client, told: Told): Promise<Told> {
  const { deliveryId } = told;
  if (told.outcome !== 'pending' || deliveryId === null) return told;
  const { outcome, fundedBy } = await until(
    () => client.get(deliverySchema, `/v1/deliveries/${deliveryId}`),
    (delivery) => delivery.outcome !== 'pending',
    180_000,
  );
  return { ...told, outcome, fundedBy };
}

/** As a ping/post router does: the money is held, the auction won or lost, the hold captured or released. */
export async function auctionAll(client: Client, buyerId: string, leads: Lead[]): Promise<Told[]> {
  const told: Told[] = [];
  for (const [index, { leadId, priceMinor }] of leads.entries()) {
    const hold = await client.post(holdSchema, '/v1/holds', { buyerId, amount: usd(priceMinor), leadId });
    if ((index + 1) % LOST_AUCTION === 0) {
      await client.post(holdSchema, `/v1/holds/${hold.id}/release`, undefined);
      continue;
    }
    const delivery = await client.post(deliverySchema, `/v1/holds/${hold.id}/capture`, { leadId });
    told.push({ leadId, deliveryId: delivery.id, outcome: delivery.outcome, fundedBy: delivery.fundedBy });
  }
  return told;
}
