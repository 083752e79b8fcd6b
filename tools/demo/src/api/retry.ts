import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiAnswer, ApiRequest, SendRequest } from './client.ts';
import { ConnectionLostError } from './client.ts';

const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 5_000;
const LONGEST_RETRY_AFTER_MS = 60_000;

export type RetryOptions = { maxTries?: number; wait?: (delayMs: number) => Promise<unknown> };

/**
 * Repeats a request whose answer was lost or says "later" (429, 5xx), for about 40 seconds: as long as a part of the
 * stack may take to come back. A POST without an Idempotency-Key might be done twice, so it is repeated only after a
 * 429, which does nothing. The last answer, or the last lost connection, is the caller's.
 */
export function withRetries(send: SendRequest, options: RetryOptions = {}): SendRequest {
  const { maxTries = 12, wait = sleep } = options;
  return async (request) => {
    for (let tries = 1; ; tries += 1) {
      const last = tries >= maxTries;
      try {
        const answer = await send(request);
        if (last || !mayBeSentAgain(request, answer)) return answer;
        await wait(retryAfterMs(answer.retryAfter) ?? backoffMs(tries));
      } catch (error) {
        if (last || !isRepeatable(request) || !(error instanceof ConnectionLostError)) throw error;
        await wait(backoffMs(tries));
      }
    }
  };
}

function mayBeSentAgain(request: ApiRequest, { status }: ApiAnswer): boolean {
  return status === 429 || (status >= 500 && isRepeatable(request));
}

function isRepeatable({ method, idempotencyKey }: ApiRequest): boolean {
  return method !== 'POST' || idempotencyKey !== undefined;
}

function backoffMs(tries: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** (tries - 1), LONGEST_DELAY_MS);
}

/** `Retry-After` is a count of seconds or an HTTP date. */
function retryAfterMs(header: string | null): number | null {
  if (header === null) return null;
  const delayMs = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(delayMs) ? null : Math.min(Math.max(delayMs, 0), LONGEST_RETRY_AFTER_MS);
}
