import type { ApiScope, ErrorCode } from '@drawdown/shared/codes';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import type { Answer } from './answer.ts';
import type { BodyFormat, BodySize } from './read-body.ts';
import { parsePath, parseRequest } from './validate.ts';

/** Who may call a route. A caller needs one of the scopes; `signed_in` is for people alone. */
export type Access =
  | { kind: 'public' }
  | { kind: 'scope'; anyOf: readonly [ApiScope, ...ApiScope[]] }
  | { kind: 'signed_in' };

export type RouteMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

type Exchange = {
  request: Request;
  response: Response;
  log: Logger;
  idempotencyKey: string | null;
};

type Parsed<P, Q, B> = Exchange & { params: P; query: Q; body: B };

type Schemas<P, Q, B> = {
  params?: z.ZodType<P>;
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
};

/** What the document and the router need to know of a route. */
export type RouteDescription = {
  method: RouteMethod;
  /** Express style: `/v1/buyers/:buyerId`. */
  path: string;
  tag: string;
  summary: string;
  /** Status to what is answered; null for no body. */
  responses: Record<number, z.ZodType | null>;
  /** Refusals of its own, beside those that any route can answer. */
  problems?: readonly ErrorCode[];
  bodySize?: BodySize | BodyFormat;
  idempotent?: boolean;
  /** What its refusals of a lead carry, where that is not what those of a delivery do. */
  refusal?: z.ZodType;
  /** Content type of the answers where it is not JSON. */
  contentType?: string;
};

export type Route = RouteDescription & {
  access: Access;
  schemas: Schemas<unknown, unknown, unknown>;
  handle(exchange: Exchange, raw: RawInput, caller: Caller | null): Promise<Answer>;
};

export type RawInput = { params: unknown; query: unknown; body: unknown };

type PublicSpec<P, Q, B> = RouteDescription &
  Schemas<P, Q, B> & { handler(input: Parsed<P, Q, B>): Promise<Answer> | Answer };

type ProtectedSpec<P, Q, B> = RouteDescription &
  Schemas<P, Q, B> & {
    access: Exclude<Access, { kind: 'public' }>;
    handler(input: Parsed<P, Q, B> & { caller: Caller }): Promise<Answer> | Answer;
  };

/** A route that anyone may call. */
export function publicRoute<P, Q, B>(spec: PublicSpec<P, Q, B>): Route {
  const { params: _params, query: _query, body: _body, handler, ...description } = spec;
  return {
    ...description,
    schemas: schemasOf(spec),
    access: { kind: 'public' },
    handle: async (exchange, raw) => handler({ ...exchange, ...parse(spec, raw) }),
  };
}

/** A route for callers with a credential; the account comes from that credential and from nowhere else. */
export function protectedRoute<P, Q, B>(spec: ProtectedSpec<P, Q, B>): Route {
  const { params: _params, query: _query, body: _body, handler, ...description } = spec;
  return {
    ...description,
    schemas: schemasOf(spec),
    handle: async (exchange, raw, caller) => {
      if (caller === null) throw new TypeError(`${spec.path} was reached without a caller`);
      return handler({ ...exchange, ...parse(spec, raw), caller });
    },
  };
}

const NOTHING = z.strictObject({});
const NO_BODY = z.undefined({ error: 'must be empty: this request takes no body' });

/** Without a schema T is `unknown` to the handler, and the request must not carry that part. */
function parse<P, Q, B>(schemas: Schemas<P, Q, B>, raw: RawInput): { params: P; query: Q; body: B } {
  const { params, query, body } = schemas;
  return {
    params: parsePath<P>(params ?? (NOTHING as z.ZodType<unknown> as z.ZodType<P>), raw.params),
    query: parseRequest<Q>(query ?? (NOTHING as z.ZodType<unknown> as z.ZodType<Q>), raw.query, 'query'),
    body: parseRequest<B>(body ?? (NO_BODY as z.ZodType<unknown> as z.ZodType<B>), raw.body, 'body'),
  };
}

function schemasOf<P, Q, B>({ params, query, body }: Schemas<P, Q, B>): Schemas<unknown, unknown, unknown> {
  return {
    ...(params === undefined ? {} : { params }),
    ...(query === undefined ? {} : { query }),
    ...(body === undefined ? {} : { body }),
  };
}
