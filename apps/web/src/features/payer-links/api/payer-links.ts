import type { CreatePayerLinkRequest } from '@drawdown/shared/http';
import { payerLinkCreatedSchema, payerLinkSchema } from '@drawdown/shared/http';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { request } from '../../../http/request.ts';

const linksSchema = z.object({ data: z.array(payerLinkSchema) });

/** The links that were made for a buyer, newest first. Their addresses are shown once, when they are made. */
export function payerLinksQuery(buyerId: string) {
  return queryOptions({
    queryKey: ['payer-links', buyerId],
    queryFn: ({ signal }) =>
      request(`/v1/buyers/${encodeURIComponent(buyerId)}/links`, { schema: linksSchema, signal }),
    select: ({ data }) => data,
  });
}

export function createPayerLink(buyerId: string, body: CreatePayerLinkRequest) {
  return request(`/v1/buyers/${encodeURIComponent(buyerId)}/links`, {
    method: 'POST',
    body,
    schema: payerLinkCreatedSchema,
  });
}

/** A fresh link on which the payer confirms this top-up's charge; older ones are dead from then on. */
export function createAuthenticateLink(topUpId: string) {
  return request(`/v1/top-ups/${encodeURIComponent(topUpId)}/link`, {
    method: 'POST',
    schema: payerLinkCreatedSchema,
  });
}

export function revokePayerLink(linkId: string) {
  return request(`/v1/links/${encodeURIComponent(linkId)}`, { method: 'DELETE', schema: z.unknown() });
}
