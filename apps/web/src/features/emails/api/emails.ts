import { emailSchema, emailSummarySchema } from '@drawdown/shared/http';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { pageOf } from '../../../http/page.ts';
import { request } from '../../../http/request.ts';

const emailsPageSchema = pageOf(emailSummarySchema);

/** What was mailed, newest first. */
export function emailsQuery(cursor: string | undefined) {
  return queryOptions({
    queryKey: ['emails', 'list', { cursor }],
    queryFn: ({ signal }) =>
      request('/v1/emails', { query: { cursor, limit: 50 }, schema: emailsPageSchema, signal }),
    placeholderData: keepPreviousData,
  });
}

export function emailQuery(emailId: string) {
  return queryOptions({
    queryKey: ['emails', 'one', emailId],
    queryFn: ({ signal }) =>
      request(`/v1/emails/${encodeURIComponent(emailId)}`, { schema: emailSchema, signal }),
  });
}
