import { loadClientConnectConfig } from '@temporalio/envconfig';
import { z } from 'zod';
import { FAILPOINTS } from './failpoints/failpoints.ts';

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const schema = z
  .object({
    DATABASE_URL: z.string().min(1),
    STRIPE_SECRET_KEY: z.string().min(1),
    STRIPE_API_URL: z.url().optional(),
    STRIPE_WEBHOOK_SECRET: list.default([]),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    DRAWDOWN_FAILPOINT: z.enum(FAILPOINTS).optional(),
    DRAWDOWN_FAILPOINT_DIR: z.string().optional(),
  })
  .refine((env) => env.DRAWDOWN_FAILPOINT === undefined || env.STRIPE_API_URL !== undefined, {
    message: 'is only for tests against a stand-in for Stripe (STRIPE_API_URL)',
    path: ['DRAWDOWN_FAILPOINT'],
  })
  .refine((env) => env.DRAWDOWN_FAILPOINT === undefined || env.DRAWDOWN_FAILPOINT_DIR !== undefined, {
    message: 'is needed with DRAWDOWN_FAILPOINT',
    path: ['DRAWDOWN_FAILPOINT_DIR'],
  });

export type WorkerEnv = ReturnType<typeof readEnv>;

/** Everything this process is told from outside. @throws Error that names each variable that is wrong. */
export function readEnv() {
  const parsed = schema.safeParse(withoutEmpty(process.env));
  if (!parsed.success)
    throw new Error(
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'),
    );
  const env = parsed.data;
  return {
    databaseUrl: env.DATABASE_URL,
    stripe: {
      secretKey: env.STRIPE_SECRET_KEY,
      apiUrl: env.STRIPE_API_URL,
      webhookSecrets: env.STRIPE_WEBHOOK_SECRET,
    },
    logLevel: env.LOG_LEVEL,
    failpoint:
      env.DRAWDOWN_FAILPOINT === undefined || env.DRAWDOWN_FAILPOINT_DIR === undefined
        ? null
        : { armed: env.DRAWDOWN_FAILPOINT, directory: env.DRAWDOWN_FAILPOINT_DIR },
    temporal: loadClientConnectConfig(),
  };
}

function withoutEmpty(variables: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
}

/** Whether the test run stores workflow histories anew instead of replaying the stored ones. */
export function recordsHistories(): boolean {
  return process.env.RECORD_HISTORIES === '1';
}
