import type {
  AuthenticateByLinkRequest,
  OpenCardPageByLinkRequest,
  PayByLinkRequest,
  SaveCardByLinkRequest,
} from '@drawdown/shared/http';
import { cardPageSchema, payerOutcomeSchema, payerPageSchema } from '@drawdown/shared/http';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../../http/request.ts';

/** What the page behind a link is for, or why it does nothing any more. */
export function payerPageQuery(token: string) {
  return queryOptions({
    queryKey: ['payer-page', token],
    queryFn: ({ signal }) => request(pathOf(token), { schema: payerPageSchema, signal }),
    // Once it was used the answer would be that it is dead, which is no news to the one who has just used it.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    throwOnError: false,
  });
}

/** After the bank's page: how it went there. Asked once. */
export function returnedFromBankQuery(token: string) {
  return queryOptions({
    queryKey: ['payer-page', token, 'returned'],
    queryFn: () => authenticateByLink(token, { returned: true }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    throwOnError: false,
  });
}

/** Stripe's own page for entering a card; it comes back to the link's page. Nothing is saved or paid by that alone. */
export function openCardPageByLink(token: string, body: OpenCardPageByLinkRequest) {
  return request(`${pathOf(token)}/page`, { method: 'POST', body, schema: cardPageSchema });
}

/** After Stripe's page: keeps the card, with the consent that was given before. Asked once. */
export function cardFromStripeQuery(token: string, checkoutSessionId: string, consentText: string) {
  return queryOptions({
    queryKey: ['payer-page', token, 'card', checkoutSessionId],
    queryFn: () => saveCardByLink(token, { checkoutSessionId, consent: { text: consentText } }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    throwOnError: false,
  });
}

export function saveCardByLink(token: string, body: SaveCardByLinkRequest) {
  return send(token, 'card', body);
}

export function payByLink(token: string, body: PayByLinkRequest) {
  return send(token, 'pay', body);
}

export function authenticateByLink(token: string, body: AuthenticateByLinkRequest) {
  return send(token, 'authenticate', body);
}

function send(token: string, action: string, body: unknown) {
  return request(`${pathOf(token)}/${action}`, { method: 'POST', body, schema: payerOutcomeSchema });
}

function pathOf(token: string): string {
  return `/v1/payer-links/${encodeURIComponent(token)}`;
}
