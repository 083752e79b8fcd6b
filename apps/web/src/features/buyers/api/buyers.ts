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
