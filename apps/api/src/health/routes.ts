import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ok } from '../http/answer.ts';
import { ProblemError } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { publicRoute } from '../http/route.ts';

const PING_TIMEOUT_MS = 2_000;

export function healthRoutes({ ledger, log }: Deps): Route[] {
  return [
    publicRoute({
      method: 'get',
      path: '/healthz',
      tag: 'Health',
      summary: 'The process is alive',
      responses: { 200: z.object({ status: z.literal('ok') }) },
      handler: () => ok({ status: 'ok' }),
    }),
    publicRoute({
      method: 'get',
      path: '/readyz',
      tag: 'Health',
      summary: 'The database answers',
      responses: { 200: z.object({ status: z.literal('ready') }) },
      problems: ['unavailable'],
      handler: async () => {
        try {
          await within(PING_TIMEOUT_MS, ledger.ping());
        } catch (error) {
          log.warn({ err: error }, 'not ready');
          throw new ProblemError('unavailable', 'The database does not answer.');
        }
        return ok({ status: 'ready' });
      },
    }),
  ];
}

async function within(timeoutMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
