import type { Express } from 'express';
import express from 'express';
import { createAdmit } from './auth/admit.ts';
import { createApiKeyCache } from './auth/api-key-cache.ts';
import { createAuthenticate } from './auth/authenticate.ts';
import type { Deps } from './deps.ts';
import { answerProblem, answerUnknownPath } from './http/problem-handler.ts';
import { createCredentialLimit, createStrangerLimit } from './http/rate-limits.ts';
import { mountRoutes } from './http/router.ts';
import { securityHeaders } from './http/security-headers.ts';
import { requestLog } from './logging/request-log.ts';
import { docsPage } from './openapi/docs-page.ts';
import { payerDoor } from './payer-page/door.ts';
import { allRoutes } from './routes.ts';
import { webApp } from './web/web-app.ts';

/** The whole HTTP application, ready to listen. */
export function createApp(deps: Deps): Express {
  const { config, ledger, sessions, metrics, log } = deps;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  if (config.publicUrl.protocol === 'https:') app.set('trust proxy', 'loopback, linklocal, uniquelocal');

  app.use(requestLog(log));
  app.use(metrics.middleware);
  app.use(securityHeaders(config.publicUrl));
  app.use(payerDoor());

  const findApiKey = createApiKeyCache(ledger.apiKeys);
  const admit = createAdmit({
    authenticate: createAuthenticate({ findApiKey, sessions, publicUrl: config.publicUrl }),
    credentialLimit: createCredentialLimit(config.requestsPerMinute),
    strangerLimit: createStrangerLimit(),
  });
  mountRoutes(app, allRoutes(deps), { admit, checkAnswers: config.checkAnswers });
  app.use('/docs', docsPage());
  app.use(webApp(config.webDist));
  app.use(answerUnknownPath);
  app.use(answerProblem);
  return app;
}
