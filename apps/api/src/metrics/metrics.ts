import type { ServerResponse } from 'node:http';
import type { TopUpStatus } from '@drawdown/shared/codes';
import type { RequestHandler } from 'express';
import { Counter, Histogram, Registry } from 'prom-client';

export type Metrics = {
  registry: Registry;
  /** Times every request, labelled by the route's pattern and never by its ids. */
  middleware: RequestHandler;
  countDelivery(outcome: string, code?: string): void;
  countTopUp(status: TopUpStatus): void;
};

export function createMetrics(): Metrics {
  const registry = new Registry();
  const durations = new Histogram({
    name: 'drawdown_http_request_duration_seconds',
    help: 'Duration of HTTP requests by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const deliveries = new Counter({
    name: 'drawdown_deliveries_total',
    help: 'Decided deliveries by outcome, refusals by code',
    labelNames: ['outcome', 'code'],
    registers: [registry],
  });
  const topUps = new Counter({
    name: 'drawdown_top_ups_total',
    help: 'Requested top-ups by the status of the first answer',
    labelNames: ['status'],
    registers: [registry],
  });

  return {
    registry,
    middleware: (request, response, next) => {
      const stop = durations.startTimer();
      response.once('finish', () => {
        stop({
          method: request.method,
          route: routeOf(response.locals, response),
          status: response.statusCode,
        });
      });
      next();
    },
    countDelivery: (outcome, code = '') => deliveries.inc({ outcome, code }),
    countTopUp: (status) => topUps.inc({ status }),
  };
}

function routeOf(locals: Record<string, unknown>, response: ServerResponse): string {
  const { route } = locals;
  if (typeof route === 'string') return route;
  return response.statusCode === 404 ? 'unknown' : 'static';
}
