import { createHash } from 'node:crypto';
import { Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { tooManyRequests } from '../http/rate-limits.ts';

const PAGES = ['/pay', '/v1/payer-links'];
const PER_ADDRESS = 120;
const PER_TOKEN = 40;

/**
 * In front of the payer's pages and their API, which need no login: the address of such a page is itself the secret, so
 * no browser may pass it on, and nobody may guess it fast.
 */
export function payerDoor(): Router {
  const shared = {
    windowMs: 60_000,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: tooManyRequests('Too many requests. Wait a minute and try again.'),
  } as const;
  const door = Router();
  door.use(PAGES, (_request, response, next) => {
    response.set({ 'Referrer-Policy': 'no-referrer', 'X-Robots-Tag': 'noindex' });
    next();
  });
  door.use('/v1/payer-links', rateLimit({ ...shared, limit: PER_ADDRESS }));
  door.use(
    '/v1/payer-links/:token',
    rateLimit({
      ...shared,
      limit: PER_TOKEN,
      keyGenerator: ({ params: { token } }) =>
        createHash('sha256')
          .update(typeof token === 'string' ? token : '')
          .digest('base64'),
    }),
  );
  return door;
}
