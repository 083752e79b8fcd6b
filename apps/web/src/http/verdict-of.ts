import { RequestError } from './request-error.ts';

/**
 * What a failed POST that moves money says about the money.
 * - `refused`: the API decided; nothing was done, and another try needs a new key.
 * - `not_signed_in`: this request was not looked at.
 * - `unknown`: it may have been carried out; only the same key may be sent again.
 */
export type Verdict = 'refused' | 'not_signed_in' | 'unknown';

export function verdictOf(error: unknown): Verdict {
  if (!(error instanceof RequestError) || error.failure.kind !== 'refused') return 'unknown';
  const { code, status } = error.failure.problem;
  if (code === 'unauthenticated') return 'not_signed_in';
  // Being told to slow down decides nothing: the earlier request with this key may still have gone through.
  if (code === 'rate_limited') return 'unknown';
  return status >= 400 && status < 500 ? 'refused' : 'unknown';
}
