import type { IncomingMessage, ServerResponse } from 'node:http';
import { newId } from '@drawdown/shared/ids';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';

/** Gives every request its id (also the header `Request-Id`) and logs its end: never headers, never bodies. */
export function requestLog(logger: Logger) {
  return pinoHttp({
    logger,
    genReqId: (_request, response) => {
      const id = newId('request');
      response.setHeader('Request-Id', id);
      return id;
    },
    customLogLevel,
    quietReqLogger: true,
    customAttributeKeys: { reqId: 'requestId' },
    serializers: {
      req: (request: { method: string; url: string }) => ({
        method: request.method,
        path: pathOf(request.url),
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
  });
}

/** A refused lead is everyday business; only what may be somebody's mistake is worth a line. */
function customLogLevel(request: IncomingMessage, response: ServerResponse, error?: Error) {
  if (error !== undefined || response.statusCode >= 500) return 'error';
  const everyday = response.statusCode < 400 || [402, 409].includes(response.statusCode);
  if (everyday && request.url?.startsWith('/v1/deliveries')) return 'debug';
  return everyday && request.method === 'GET' ? 'debug' : 'info';
}

/** The addresses of payers' pages; what stands there is a secret that pays. */
const TOKENS = /^(\/pay|\/v1\/payer-links)\/[^/]+/i;

/** Queries may hold names and emails. */
export function pathOf(url: string): string {
  return (url.split('?', 1)[0] ?? '').replace(TOKENS, '$1/[redacted]');
}
