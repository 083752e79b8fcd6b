import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { publicRoute } from '../http/route.ts';

const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

export function metricsRoutes(deps: Deps): Route[] {
  return [
    publicRoute({
      method: 'get',
      path: '/metrics',
      tag: 'Health',
      summary: 'Prometheus metrics; answered to this machine only',
      contentType: 'text/plain',
      responses: { 200: z.string() },
      problems: ['not_found'],
      handler: async ({ request }) => {
        // A proxy on this machine forwards for the whole world.
        const local = LOOPBACK.includes(request.socket.remoteAddress ?? '');
        if (!local || request.headers['x-forwarded-for'] !== undefined)
          throw new ProblemError('not_found', 'Metrics are answered to this machine only.');
        const { registry } = deps.metrics;
        return {
          kind: 'text',
          status: 200,
          body: await registry.metrics(),
          contentType: registry.contentType,
        };
      },
    }),
  ];
}
