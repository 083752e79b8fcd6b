import type { CreateBuyerRequest, UpdateBuyerRequest } from '@drawdown/shared/http';
import { buyerSchema } from '@drawdown/shared/http';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { pageOf } from '../../../http/page.ts';
import { request } from '../../../http/request.ts';

const buyersPageSchema = pageOf(buyerSchema);

type BuyersList = { search: string; cursor: string | undefined };

/** One page of buyers by name. A page stays on screen until the next one is there. */
export function buyersQuery({ search, cursor }: BuyersList) {
  return queryOptions({
    queryKey: ['buyers', 'list', { search, cursor }],
    queryFn: ({ signal }) =>
      request('/v1/buyers', { query: { search, cursor, limit: 50 }, schema: buyersPageSchema, signal }),
    placeholderData: keepPreviousData,
  });
}

export function buyerQuery(buyerId: string) {
  return queryOptions({
    queryKey: ['buyers', 'one', buyerId],
    queryFn: ({ signal }) =>
      request(`/v1/buyers/${encodeURIComponent(buyerId)}`, { schema: buyerSchema, signal }),
  });
}

const NAMES_AT_ONCE = 200;

/** The names of the first buyers, for lists and pickers. */
export const buyerNamesQuery = queryOptions({
  queryKey: ['buyers', 'names'],
  queryFn: async ({ signal }) => {
    const page = await request('/v1/buyers', {
      query: { limit: NAMES_AT_ONCE },
      schema: buyersPageSchema,
      signal,
    });
    return page.data.map(({ id, name }) => ({ id, name }));
  },
  staleTime: 60_000,
});

export function createBuyer(body: CreateBuyerRequest) {
  return request('/v1/buyers', { method: 'POST', body, schema: buyerSchema });
}

/** What is left out stays as it is, in `billing` too. */
export function saveBuyer(buyerId: string, body: UpdateBuyerRequest) {
  return request(`/v1/buyers/${encodeURIComponent(buyerId)}`, { method: 'PATCH', body, schema: buyerSchema });
}
