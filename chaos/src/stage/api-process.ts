import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '@drawdown/stack/testing';
import type { Stage } from './open-stage.ts';

export type ApiProcess = {
  /** Sends this to a path below `/v1`, as a browser without a login does. */
  post(path: string, body: object): Promise<{ status: number; body: unknown }>;
  stop(): Promise<void>;
};

/** The API as a process of its own, as the stack runs it, from sources. */
export async function startApi({ bench }: Stage): Promise<ApiProcess> {
  const port = await freePort();
  const main = fileURLToPath(new URL('../../../apps/api/src/main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=@drawdown/source', main], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: {
      LOG_LEVEL: 'error',
      DATABASE_URL: bench.databaseUrl,
      DRAWDOWN_PORT: String(port),
      DRAWDOWN_SESSION_SECRET: 'of a test, which nobody signs in to',
      STRIPE_SECRET_KEY: bench.stripeSecretKey,
      STRIPE_API_URL: bench.stripeUrl,
      STRIPE_WEBHOOK_SECRET: 'whsec_of_nobody',
      TEMPORAL_ADDRESS: bench.temporalAddress,
      TEMPORAL_NAMESPACE: bench.namespace,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const ready = await Promise.race([once(child, 'message'), ended.then(() => null)]);
  if (ready === null) throw new Error('the API did not start');
  return {
    async post(path, body) {
      const response = await fetch(`http://127.0.0.1:${port}/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: await response.json() };
    },

    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
