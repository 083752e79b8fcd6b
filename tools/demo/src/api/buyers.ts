import type { BuyerResource } from '@drawdown/shared/http';
import { buyerSchema, pageSchema } from '@drawdown/shared/http';
import { call } from './answers.ts';
import type { SendRequest } from './client.ts';

const buyersPageSchema = pageSchema(buyerSchema);

/** The buyer that another system knows by this id, with its wallet as it stands now. */
export async function findBuyer(send: SendRequest, externalId: string): Promise<BuyerResource | null> {
  const path = `/v1/buyers?externalId=${encodeURIComponent(externalId)}`;
  const page = await call(send, { method: 'GET', path }, buyersPageSchema);
  return page.data.find((buyer) => buyer.externalId === externalId) ?? null;
}

export async function getBuyer(send: SendRequest, id: string): Promise<BuyerResource> {
  return call(send, { method: 'GET', path: `/v1/buyers/${id}` }, buyerSchema);
}
