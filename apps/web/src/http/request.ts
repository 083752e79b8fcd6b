import { problemSchema } from '@drawdown/shared/http';
import type { z } from 'zod';
import { RequestError } from './request-error.ts';

type RequestOptions<TSchema extends z.ZodType> = {
  schema: TSchema;
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  /** Instead of a body: a CSV file, to the byte. */
  csv?: Blob;
  idempotencyKey?: string;
  signal?: AbortSignal;
};

const ANSWER_WITHIN_MS = 30_000;

/**
 * Sends one request to the API on our own origin and parses the answer with the contract's schema.
 * @throws RequestError whose `failure` tells a definite refusal from an answer that was lost.
 */
export async function request<TSchema extends z.ZodType>(
  path: string,
  options: RequestOptions<TSchema>,
): Promise<z.infer<TSchema>> {
  const response = await send(path, options);
  const requestId = response.headers.get('request-id');
  const unreadable = { kind: 'unreadable', status: response.status, requestId } as const;

  const text = await response.text().catch((cause: unknown) => {
    throw new RequestError({ kind: 'unreachable' }, cause);
  });
  const json = parseJson(text);

  if (!response.ok) {
    const problem = problemSchema.safeParse(json);
    throw new RequestError(problem.success ? { kind: 'refused', problem: problem.data } : unreadable);
  }
  const answer = options.schema.safeParse(json);
  if (!answer.success) throw new RequestError(unreadable, answer.error);
  return answer.data;
}

async function send(path: string, options: RequestOptions<z.ZodType>): Promise<Response> {
  const headers = new Headers({ Accept: 'application/json', 'X-Requested-With': 'drawdown' });
  if (options.body !== undefined) headers.set('Content-Type', 'application/json');
  if (options.csv !== undefined) headers.set('Content-Type', 'text/csv');
  if (options.idempotencyKey !== undefined) headers.set('Idempotency-Key', options.idempotencyKey);

  const timeout = AbortSignal.timeout(ANSWER_WITHIN_MS);
  try {
    return await fetch(path + queryString(options.query), {
      method: options.method ?? 'GET',
      headers,
      credentials: 'same-origin',
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.csv === undefined ? {} : { body: options.csv }),
    });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new RequestError({ kind: 'unreachable' }, cause);
  }
}

function queryString(query: RequestOptions<z.ZodType>['query'] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  return parameters.size === 0 ? '' : `?${parameters}`;
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
