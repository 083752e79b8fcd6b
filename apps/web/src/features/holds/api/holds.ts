import { holdSchema } from '@drawdown/shared/http';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { pageOf } from '../../../http/page.ts';
import { request } from '../../../http/request.ts';

const holdsPageSchema = pageOf(holdSchema);

/** Reservations end by themselves, so they are asked for again also when no change event arrives. */
const WATCH_EVERY_MS = 10_000;

/** What is reserved of a wallet at this moment, newest first. */
export function openHoldsQuery(walletId: string, cursor: string | undefined) {
  return queryOptions({
    queryKey: ['holds', walletId, { cursor }],
    queryFn: ({ signal }) =>
      request('/v1/holds', {
        query: { walletId, status: 'open', cursor, limit: 10 },
        schema: holdsPageSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.data.length ?? 0) > 0 ? WATCH_EVERY_MS : false),
  });
}
