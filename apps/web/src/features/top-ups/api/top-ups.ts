import { isFinalTopUpStatus } from '@drawdown/shared/codes';
import type { TopUpResource } from '@drawdown/shared/http';
import { topUpSchema } from '@drawdown/shared/http';
import { queryOptions } from '@tanstack/react-query';
import { pageOf } from '../../../http/page.ts';
import { request } from '../../../http/request.ts';

const topUpsPageSchema = pageOf(topUpSchema);
const WATCH_EVERY_MS = 2_000;

/** A wallet's top-ups, newest first. */
export function topUpsQuery(walletId: string, cursor: string | undefined) {
  return queryOptions({
    queryKey: ['top-ups', 'of-wallet', walletId, { cursor }],
    queryFn: ({ signal }) =>
      request(`/v1/wallets/${encodeURIComponent(walletId)}/top-ups`, {
        query: { cursor, limit: 25 },
        schema: topUpsPageSchema,
        signal,
      }),
    placeholderData: (previous, query) => (query?.queryKey[2] === walletId ? previous : undefined),
  });
}

/** One top-up; asked for again while it is open, also when no change event arrives. */
export function topUpQuery(topUpId: string) {
  return queryOptions({
    queryKey: ['top-ups', 'one', topUpId],
    queryFn: ({ signal }) =>
      request(`/v1/top-ups/${encodeURIComponent(topUpId)}`, { schema: topUpSchema, signal }),
    refetchInterval: (query) => (isOpen(query.state.data) ? WATCH_EVERY_MS : false),
  });
}

/** Stops a top-up that is still open. The API refuses when its charge has succeeded meanwhile. */
export function cancelTopUp(topUpId: string, reason: string) {
  return request(`/v1/top-ups/${encodeURIComponent(topUpId)}/cancel`, {
    method: 'POST',
    body: { reason },
    schema: topUpSchema,
  });
}

function isOpen(topUp: TopUpResource | undefined): boolean {
  return topUp !== undefined && !isFinalTopUpStatus(topUp.status);
}
