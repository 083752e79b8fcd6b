import type { OpenCardPageRequest, SavePaymentMethodRequest } from '@drawdown/shared/http';
import { cardPageSchema, paymentMethodSchema, savedCardSchema } from '@drawdown/shared/http';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { pageOf } from '../../../http/page.ts';
import { request } from '../../../http/request.ts';

/** Whose cards: the account's own, or one buyer's. */
export type CardOwner = { kind: 'account' } | { kind: 'buyer'; buyerId: string };

const cardsPageSchema = pageOf(savedCardSchema);

export function paymentMethodsKey(owner: CardOwner) {
  return ['payment-methods', owner.kind === 'account' ? 'account' : owner.buyerId];
}

/** The owner's saved cards: the default first, then the backup. */
export function paymentMethodsQuery(owner: CardOwner) {
  return queryOptions({
    queryKey: paymentMethodsKey(owner),
    queryFn: ({ signal }) => request(pathOf(owner), { schema: cardsPageSchema, signal }),
    select: ({ data }) => data.toSorted((a, b) => rank(b) - rank(a)),
  });
}

function rank({ isDefault, isBackup }: { isDefault: boolean; isBackup: boolean }): number {
  return isDefault ? 2 : Number(isBackup);
}

export function savePaymentMethod(owner: CardOwner, body: SavePaymentMethodRequest) {
  return request(pathOf(owner), { method: 'POST', body, schema: paymentMethodSchema });
}

/** Stripe's own page for entering a card; it comes back to `returnPath` with what became of it in `card`. */
export function openCardPage(owner: CardOwner, body: OpenCardPageRequest) {
  return request(`${pathOf(owner)}/page`, { method: 'POST', body, schema: cardPageSchema });
}

/** After Stripe's page: keeps the card that was entered there. The same page again is the same card. */
export function cardFromStripeQuery(owner: CardOwner, checkoutSessionId: string) {
  return queryOptions({
    queryKey: ['card-from-stripe', checkoutSessionId],
    queryFn: () => savePaymentMethod(owner, { checkoutSessionId }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    throwOnError: false,
  });
}

export function makeDefault(owner: CardOwner, paymentMethodId: string) {
  return request(`${pathOf(owner)}/default`, {
    method: 'PUT',
    body: { paymentMethodId },
    schema: z.unknown(),
  });
}

/** The card that is tried once when the default was declined; null takes it away. */
export function setBackup(owner: CardOwner, paymentMethodId: string | null, consentText?: string) {
  return request(`${pathOf(owner)}/backup`, {
    method: 'PUT',
    body: { paymentMethodId, ...(consentText === undefined ? {} : { consent: { text: consentText } }) },
    schema: z.unknown(),
  });
}

/** Refused as `last_card_of_auto_top_up` where a rule that is on would be left without a card, unless confirmed. */
export function removePaymentMethod(owner: CardOwner, paymentMethodId: string, confirmed: boolean) {
  return request(`${pathOf(owner)}/${encodeURIComponent(paymentMethodId)}`, {
    method: 'DELETE',
    query: { confirm: confirmed ? 'true' : undefined },
    schema: z.unknown(),
  });
}

function pathOf(owner: CardOwner): string {
  return owner.kind === 'account'
    ? '/v1/account/payment-methods'
    : `/v1/buyers/${encodeURIComponent(owner.buyerId)}/payment-methods`;
}
