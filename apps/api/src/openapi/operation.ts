import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import type { ErrorCode } from '@drawdown/shared/codes';
import { ERROR_STATUS, REFUSAL_CODES } from '@drawdown/shared/codes';
import { problemSchema, refusalProblemSchema } from '@drawdown/shared/http';
import { z } from 'zod';
import type { Route } from '../http/route.ts';

/** One route as the document shows it. */
export function operation(route: Route): RouteConfig {
  const { params, query } = route.schemas;
  const body = requestBody(route);
  const headers = headersOf(route);
  return {
    method: route.method,
    path: documentPath(route.path),
    tags: [route.tag],
    summary: route.summary,
    operationId: operationId(route),
    security: security(route),
    request: {
      ...(params instanceof z.ZodObject ? { params } : {}),
      ...(query instanceof z.ZodObject ? { query } : {}),
      ...(body === null ? {} : { body }),
      ...(headers === null ? {} : { headers }),
    },
    responses: { ...answers(route), ...problems(route) },
  };
}

/** `/v1/buyers/:buyerId` is `/v1/buyers/{buyerId}` in OpenAPI. */
export function documentPath(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}

function operationId({ method, path }: Route): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '' && word !== 'v1');
  return [method, ...words].map((word, index) => (index === 0 ? word : capitalized(word))).join('');
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function security({ access }: Route) {
  switch (access.kind) {
    case 'public':
      return [];
    case 'signed_in':
      return [{ session: [] }];
    case 'scope':
      return [{ apiKey: [...access.anyOf] }, { session: [] }];
  }
}

function requestBody({ schemas: { body }, bodySize }: Route) {
  if (body === undefined) return null;
  if (bodySize === 'raw')
    return { required: true, content: { 'application/json': { schema: { type: 'object' as const } } } };
  if (bodySize === 'csv')
    return { required: true, content: { 'text/csv': { schema: { type: 'string' as const } } } };
  return { required: !body.safeParse(undefined).success, content: { 'application/json': { schema: body } } };
}

function headersOf({ idempotent }: Route) {
  if (!idempotent) return null;
  return z.object({
    'Idempotency-Key': z.string().min(1).max(255).optional().meta({
      description: 'Same key and body: the same answer. Same key and another body: 409.',
    }),
  });
}

function answers({ responses, contentType = 'application/json' }: Route): RouteConfig['responses'] {
  const entries = Object.entries(responses).map(([status, schema]) => [
    status,
    {
      description: schema === null ? 'Done' : 'Success',
      ...(schema === null ? {} : { content: { [contentType]: { schema } } }),
    },
  ]);
  return Object.fromEntries(entries);
}

const EVERYWHERE: readonly ErrorCode[] = ['internal_error', 'unavailable'];
const WITH_CREDENTIAL: readonly ErrorCode[] = ['unauthenticated', 'forbidden', 'rate_limited'];
const WITH_BODY: readonly ErrorCode[] = [
  'validation_failed',
  'invalid_amount',
  'unknown_currency',
  'unknown_field',
  'malformed_json',
  'body_too_large',
  'unsupported_media_type',
];

function problems(route: Route): RouteConfig['responses'] {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of problemCodes(route)) {
    const status = ERROR_STATUS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const entries = [...byStatus].map(([status, codes]) => {
    const schema =
      codes.some(isRefusal) && route.idempotent ? (route.refusal ?? refusalProblemSchema) : problemSchema;
    return [
      String(status),
      { description: codes.join(', '), content: { 'application/problem+json': { schema } } },
    ];
  });
  return Object.fromEntries(entries);
}

function problemCodes(route: Route): Set<ErrorCode> {
  const unsafe = route.method !== 'get';
  return new Set([
    ...(route.problems ?? []),
    ...EVERYWHERE,
    ...(route.access.kind === 'public' ? [] : WITH_CREDENTIAL),
    ...(route.access.kind !== 'public' && unsafe ? (['cross_site_request'] as const) : []),
    ...(route.schemas.body === undefined ? [] : WITH_BODY),
    ...(route.schemas.query === undefined ? [] : (['validation_failed', 'unknown_field'] as const)),
    ...(route.idempotent ? (['idempotency_key_invalid', 'idempotency_key_reused'] as const) : []),
  ]);
}

function isRefusal(code: ErrorCode): boolean {
  return REFUSAL_CODES.some((refusal) => refusal === code);
}
