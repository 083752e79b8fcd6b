import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import type { OwnStack } from '../own-stack.ts';

export type Client = ReturnType<typeof createClient>;

type Send = { body?: unknown; key?: string; accept?: readonly number[] };

/** The HTTP API as a router and a back office use it: with a key, past the browser. */
export function createClient({ url, apiKey }: OwnStack) {
  return { get, post, text };

  async function send(method: string, path: string, { body, key }: Send): Promise<Response> {
    return fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  async function parsed<T>(schema: z.ZodType<T>, method: string, path: string, sent: Send): Promise<T> {
    const response = await send(method, path, sent);
    if (!response.ok)
      throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return schema.parse(await response.json());
  }

  function get<T>(schema: z.ZodType<T>, path: string): Promise<T> {
    return parsed(schema, 'GET', path, {});
  }

  function post<T>(schema: z.ZodType<T>, path: string, body: unknown, key?: string): Promise<T> {
    return parsed(schema, 'POST', path, { body, ...(key !== undefined && { key }) });
  }

  async function text(path: string): Promise<string> {
    const response = await send('GET', path, {});
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
    return response.text();
  }
}

/** Asks again until it is so. @throws Error with what was seen last when the time is up. */
export async function until<T>(
  look: () => Promise<T>,
  isSo: (seen: T) => boolean,
  patienceMs = 60_000,
): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (isSo(seen)) return seen;
    if (performance.now() > deadline) throw new Error(`it never came about: ${JSON.stringify(seen)}`);
    await delay(200);
  }
}

export const usd = (amount: number) => ({ amount, currency: 'USD' });
