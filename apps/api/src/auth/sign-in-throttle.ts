import { signInSchema } from '@drawdown/shared/http';
import type { Request } from 'express';
import { rateLimit } from 'express-rate-limit';
import { tooManyRequests } from '../http/rate-limits.ts';

const WINDOW_MS = 15 * 60_000;

/** Only failed tries count: many from one address, fewer for one email address. */
export function createSignInThrottle() {
  const shared = {
    windowMs: WINDOW_MS,
    skipSuccessfulRequests: true,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: tooManyRequests('Too many failed tries to sign in. Wait a while and try again.'),
  } as const;
  return {
    perAddress: rateLimit({ ...shared, limit: 50 }),
    perEmail: rateLimit({ ...shared, limit: 10, keyGenerator: emailOf }),
  };
}

function emailOf(request: Request): string {
  const body = signInSchema.safeParse(request.body);
  return body.success ? body.data.email.toLowerCase() : '';
}
