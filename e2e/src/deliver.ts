import type { DeliveryResource } from '@drawdown/shared/http';
import { buyerSchema, deliverySchema, pageSchema, problemSchema } from '@drawdown/shared/http';
import type { OwnStack } from './own-stack.ts';

type Lead = { buyer: string; leadId: string; priceMinor: number };

/** Delivers a lead as a lead router does: over HTTP, with an API key, past the browser. */
export async function deliver(stack: OwnStack, lead: Lead): Promise<DeliveryResource> {
  return deliverySchema.parse(await (await ask(stack, lead)).json());
}

/** The code with which a lead is refused. */
export async function refusalOf(stack: OwnStack, lead: Lead): Promise<string> {
  const answer = await ask(stack, lead);
  if (answer.ok) throw new Error(`${lead.leadId} was delivered`);
  return problemSchema.parse(await answer.json()).code;
}

async function ask({ url, apiKey }: OwnStack, lead: Lead): Promise<Response> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const found = await fetch(`${url}/v1/buyers?search=${encodeURIComponent(lead.buyer)}`, { headers });
  const buyer = pageSchema(buyerSchema).parse(await found.json()).data[0];
  if (buyer === undefined) throw new Error(`there is no buyer ${lead.buyer}`);
  return fetch(`${url}/v1/deliveries`, {
    method: 'POST',
    headers: { ...headers, 'idempotency-key': lead.leadId },
    body: JSON.stringify({
      buyerId: buyer.id,
      leadId: lead.leadId,
      price: { amount: lead.priceMinor, currency: 'USD' },
    }),
  });
}
