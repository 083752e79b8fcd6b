import type { SavePaymentMethodRequest } from '@drawdown/shared/http';
import { paymentMethodSchema } from '@drawdown/shared/http';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { pageOf } from '../../../http/page.ts';
import { request } from '../../../http/request.ts';

/** Whose cards: the account's own, or one buyer's. */
export type CardOwner = { kind: 'account' } | { kind: 'buyer'; buyerId: string };

const cardsPageSchema = pageOf(paymentMethodSchema);

export function paymentMethodsKey(owner: CardOwner) {
  return ['payment-methods', owner.kind === 'account' ? 'account' : owner.buyerId];
}

/** The owner's saved cards, the default first. */
export function paymentMethodsQuery(owner: CardOwner) {
  return queryOptions({
    queryKey: paymentMethodsKey(owner),
    queryFn: ({ signal }) => request(pathOf(owner), { schema: cardsPageSchema, signal }),
    select: ({ data }) => data.toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault)),
  });
}

export function savePaymentMethod(owner: CardOwner, body: SavePaymentMethodRequest) {
  return request(pathOf(owner), { method: 'POST', body, schema: paymentMethodSchema });
}

export function makeDefault(owner: CardOwner, paymentMethodId: string) {
  return request(`${pathOf(owner)}/default`, {
    method: 'PUT',
    body: { paymentMethodId },
    schema: z.unknown(),
  });
}

export function removePaymentMethod(owner: CardOwner, paymentMethodId: string) {
  return request(`${pathOf(owner)}/${encodeURIComponent(paymentMethodId)}`, {
    method: 'DELETE',
    schema: z.unknown(),
  });
}

function pathOf(owner: CardOwner): string {
  return owner.kind === 'account'
    ? '/v1/account/payment-methods'
    : `/v1/buyers/${encodeURIComponent(owner.buyerId)}/payment-methods`;
}
