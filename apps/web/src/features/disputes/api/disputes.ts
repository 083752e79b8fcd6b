import { disputeSchema } from '@drawdown/shared/http';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { pageOf } from '../../../http/page.ts';
import { request } from '../../../http/request.ts';

const disputesPageSchema = pageOf(disputeSchema);

export type DisputesFilter = { status?: 'open' | 'closed' | undefined };

/** Disputed payments, newest first. */
export function disputesQuery(filter: DisputesFilter, cursor: string | undefined) {
  return queryOptions({
    queryKey: ['disputes', 'list', filter, { cursor }],
    queryFn: ({ signal }) =>
      request('/v1/disputes', {
        query: { ...filter, cursor, limit: 25 },
        schema: disputesPageSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

export function disputeQuery(disputeId: string) {
  return queryOptions({
    queryKey: ['disputes', 'one', disputeId],
    queryFn: ({ signal }) =>
      request(`/v1/disputes/${encodeURIComponent(disputeId)}`, { schema: disputeSchema, signal }),
  });
}
