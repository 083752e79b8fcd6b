import type { IncomingMessage } from 'node:http';
import { ProblemError } from '../http/problem.ts';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses a changing request that another site made a browser send. `required`: a cookie came along, so the browser
 * must prove where the request comes from; `if_known`: a request without any sign of a browser may pass.
 */
export function requireSameOrigin(
  request: IncomingMessage,
  publicUrl: URL,
  proof: 'required' | 'if_known',
): void {
  if (SAFE_METHODS.includes(request.method ?? 'GET')) return;
  const verdict = originVerdict(request, publicUrl);
  if (verdict === 'same' || (verdict === 'unknown' && proof === 'if_known')) return;
  throw new ProblemError(
    'cross_site_request',
    `Requests with a session cookie must come from ${publicUrl.origin} itself; use an API key elsewhere.`,
  );
}

function originVerdict({ headers }: IncomingMessage, publicUrl: URL): 'same' | 'other' | 'unknown' {
  const fetchSite = headers['sec-fetch-site'];
  if (fetchSite !== undefined) return fetchSite === 'same-origin' || fetchSite === 'none' ? 'same' : 'other';
  const { origin, host } = headers;
  if (origin === undefined) return 'unknown';
  const own = [publicUrl.origin, `http://${host}`, `https://${host}`];
  return own.includes(origin) ? 'same' : 'other';
}
