import type { Express, Request, RequestHandler, Response } from 'express';
import type { Caller } from '../auth/caller.ts';
import type { Answer } from './answer.ts';
import { readIdempotencyKey } from './idempotency.ts';
import { ProblemError } from './problem.ts';
import { readCsvBody, readJsonBody, readRawBody } from './read-body.ts';
import type { Access, Route } from './route.ts';

type RouterOptions = {
  /** Who calls; null on a public route. Refuses who may not. */
  admit(request: Request, response: Response, access: Access): Promise<Caller | null>;
  checkAnswers: boolean;
};

/** Mounts every route, and for each path an answer to the methods that it does not have. */
export function mountRoutes(app: Express, routes: readonly Route[], options: RouterOptions): void {
  for (const [path, onPath] of groupByPath(routes)) {
    const mounted = app.route(path);
    for (const route of onPath) mounted[route.method](serve(route, options));
    const allow = onPath.map(({ method }) => method.toUpperCase()).join(', ');
    mounted.all((request) => {
      const detail = `${request.method} is not possible here; ${allow} is.`;
      throw new ProblemError('method_not_allowed', detail, { headers: { Allow: allow } });
    });
  }
}

/** Literal paths first, so that `/batch` is never read as an id. */
function groupByPath(routes: readonly Route[]): [string, Route[]][] {
  const byPath = new Map<string, Route[]>();
  for (const route of routes) byPath.set(route.path, [...(byPath.get(route.path) ?? []), route]);
  return [...byPath].sort(([a], [b]) => literalness(b) - literalness(a));
}

function literalness(path: string): number {
  return path.split('/').filter((part) => !part.startsWith(':')).length;
}

function serve(route: Route, { admit, checkAnswers }: RouterOptions): RequestHandler {
  return async (request, response) => {
    response.locals.route = route.path;
    const caller = await admit(request, response, route.access);
    const idempotencyKey = route.idempotent ? readIdempotencyKey(request.get('Idempotency-Key')) : null;
    const body = await readBody(route, request, response);
    const exchange = { request, response, log: request.log, idempotencyKey };
    const raw = { params: request.params, query: { ...request.query }, body };
    const answer = await route.handle(exchange, raw, caller);
    if (checkAnswers) checkAnswer(route, answer);
    send(response, answer);
  };
}

function readBody({ bodySize, schemas }: Route, request: Request, response: Response): Promise<unknown> {
  if (bodySize === 'raw') return readRawBody(request, response);
  if (bodySize === 'csv') return readCsvBody(request, response);
  if (schemas.body === undefined && request.method === 'GET') return Promise.resolve(undefined);
  return readJsonBody(request, response, bodySize ?? 'single');
}

function send(response: Response, answer: Answer): void {
  switch (answer.kind) {
    case 'json':
      response
        .status(answer.status)
        .set({ 'Cache-Control': 'no-store', ...answer.headers })
        .json(answer.body);
      return;
    case 'text':
      response.status(answer.status).type(answer.contentType).send(answer.body);
      return;
    case 'empty':
      response.status(answer.status).end();
      return;
    case 'streaming':
  }
}

function checkAnswer(route: Route, answer: Answer): void {
  if (answer.kind !== 'json') return;
  const schema = route.responses[answer.status];
  if (!schema) throw new TypeError(`${route.path} answered ${answer.status}, which it does not declare`);
  schema.parse(answer.body);
}
