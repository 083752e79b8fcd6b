import { platformFlagSchema } from '@drawdown/shared/http';
import { queryOptions } from '@tanstack/react-query';
import { pageOf } from '../../../http/page.ts';
import { request } from '../../../http/request.ts';

const WATCH_EVERY_MS = 30_000;

const platformFlagsSchema = pageOf(platformFlagSchema);

/** What is wrong with the whole installation. No account's changes tell of it, so that it is asked for. */
export const platformFlagsQuery = queryOptions({
  queryKey: ['platform-flags'],
  queryFn: ({ signal }) => request('/v1/platform-flags', { schema: platformFlagsSchema, signal }),
  refetchInterval: WATCH_EVERY_MS,
  // A page is not taken away because this is not to be had.
  throwOnError: false,
});
