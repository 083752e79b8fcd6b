import type { SignInRequest } from '@drawdown/shared/http';
import { sessionSchema } from '@drawdown/shared/http';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { request } from '../../../http/request.ts';

/** Who is signed in. Refused with `unauthenticated` when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => request('/v1/session', { schema: sessionSchema, signal }),
  staleTime: 5 * 60_000,
});

export function signIn(body: SignInRequest) {
  return request('/v1/session', { method: 'POST', body, schema: sessionSchema });
}

export function signOut() {
  return request('/v1/session', { method: 'DELETE', schema: z.undefined() });
}
