import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import express, { Router } from 'express';

const OURS = /^\/(v1|webhooks|docs|assets|healthz|readyz|metrics|openapi\.json)(\/|$)/;

/** The built web app: hashed files for ever, the page itself never from a cache, any other path is the page too. */
export function webApp(folder: string): Router {
  const router = Router();
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false }),
  );
  router.use(express.static(folder, { index: false, maxAge: 0 }));
  router.use(pageFor(folder));
  return router;
}

function pageFor(folder: string): RequestHandler {
  return (request, response, next) => {
    const wantsPage = request.method === 'GET' || request.method === 'HEAD';
    if (!wantsPage || OURS.test(request.path) || !request.accepts('html')) {
      next();
      return;
    }
    const page = join(folder, 'index.html');
    if (!existsSync(page)) {
      next();
      return;
    }
    response.set('Cache-Control', 'no-cache').sendFile(page, { dotfiles: 'allow' });
  };
}
