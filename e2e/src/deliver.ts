import type { DeliveryResource } from '@drawdown/shared/http';
import { buyerSchema, deliverySchema, pageSchema } from '@drawdown/shared/http';
import type { OwnStack } from './own-stack.ts';

type Lead = { buyer: string; leadId: string; priceMinor: number };

/** Delivers a lead as a lead router does: over HTTP, with an API key, past the browser. */
export async function deliver({ url, apiKey }: OwnStack, lead: Lead): Promise<DeliveryResource> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const found = await fetch(`${url}/v1/buyers?search=${encodeURIComponent(lead.buyer)}`, { headers });
  const buyer = pageSchema(buyerSchema).parse(await found.json()).data[0];
  if (buyer === undefined) throw new Error(`there is no buyer ${lead.buyer}`);
  const answer = await fetch(`${url}/v1/deliveries`, {
    method: 'POST',
    headers: { ...headers, 'idempotency-key': lead.leadId },
    body: JSON.stringify({
      buyerId: buyer.id,
      leadId: lead.leadId,
      price: { amount: lead.priceMinor, currency: 'USD' },
    }),
  });
  return deliverySchema.parse(await answer.json());
}
