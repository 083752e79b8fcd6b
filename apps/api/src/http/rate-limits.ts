import type { RateLimitExceededEventHandler } from 'express-rate-limit';
import { rateLimit } from 'express-rate-limit';
import { ProblemError } from './problem.ts';

/** Passes the problem on instead of answering by itself, so that every 429 looks alike. */
export function tooManyRequests(detail: string): RateLimitExceededEventHandler {
  return (_request, response, next) => {
    const retryAfter = response.getHeader('Retry-After');
    const headers = retryAfter === undefined ? {} : { headers: { 'Retry-After': String(retryAfter) } };
    next(new ProblemError('rate_limited', detail, headers));
  };
}

/** Requests with one credential; generous, because a lead router comes in bursts. */
export function createCredentialLimit(perMinute: number) {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (_request, response) => String(response.locals.credential),
    handler: tooManyRequests('Too many requests with this credential within a minute.'),
  });
}

/** Requests of one address that came without a valid credential: somebody guessing. */
export function createStrangerLimit() {
  return rateLimit({
    windowMs: 60_000,
    limit: 600,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: tooManyRequests('Too many requests without a valid credential from this address.'),
  });
}
