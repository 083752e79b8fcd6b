import { fileURLToPath } from 'node:url';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { z } from 'zod';
import type { Config } from './deps.ts';
import type { TemporalConfig } from './temporal/client.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);
/** An empty variable counts as one that is not set. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((text) => text || undefined, schema.optional());

const variables = z
  .object({
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' }),
    DRAWDOWN_HOST: optional(z.string()),
    DRAWDOWN_PORT: optional(port),
    DRAWDOWN_REQUESTS_PER_MINUTE: optional(z.coerce.number().int().min(1)),
    DRAWDOWN_SESSION_SECRET: z.string({ error: 'must be set' }).min(32, { error: 'must have 32 characters' }),
    DRAWDOWN_WEB_DIST: optional(z.string()),
    LOG_LEVEL: optional(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])),
    PUBLIC_URL: optional(z.url({ protocol: /^https?$/ })),
    STRIPE_API_URL: optional(z.url({ protocol: /^https?$/ })),
    STRIPE_PUBLISHABLE_KEY: optional(z.string()),
    STRIPE_SECRET_KEY: z.string({ error: 'must be set' }).regex(/^(sk|rk)_(test|live)_/, {
      error: 'must be a secret key of Stripe (sk_test_... or sk_live_...)',
    }),
    STRIPE_WEBHOOK_SECRET: z.string({ error: 'must be set' }).pipe(list).pipe(z.array(z.string()).min(1)),
    TEMPORAL_UI_URL: optional(z.url({ protocol: /^https?$/ })),
  })
  .refine((env) => !(env.STRIPE_API_URL !== undefined && /^(sk|rk)_live_/.test(env.STRIPE_SECRET_KEY)), {
    path: ['STRIPE_SECRET_KEY'],
    error: 'is a live key, but STRIPE_API_URL points to the emulator; set one or the other',
  });

export type Environment = {
  host: string;
  port: number;
  databaseUrl: string;
  sessionSecret: string;
  logLevel: string;
  stripe: { secretKey: string; apiUrl: string | null; webhookSecrets: string[] };
  temporal: TemporalConfig;
  config: Config;
};

/** @throws Error with every fault of the environment, one a line. */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  const result = variables.safeParse(env);
  if (!result.success) {
    const lines = result.error.issues.map(({ path, message }) => `  ${path.join('.')} ${message}`);
    throw new Error(`The environment is not complete:\n${lines.join('\n')}`);
  }
  const parsed = result.data;
  const listenPort = parsed.DRAWDOWN_PORT ?? 4000;
  const temporal = temporalConfig(env);
  return {
    host: parsed.DRAWDOWN_HOST ?? '127.0.0.1',
    port: listenPort,
    databaseUrl: parsed.DATABASE_URL,
    sessionSecret: parsed.DRAWDOWN_SESSION_SECRET,
    logLevel: parsed.LOG_LEVEL ?? 'info',
    stripe: {
      secretKey: parsed.STRIPE_SECRET_KEY,
      apiUrl: parsed.STRIPE_API_URL ?? null,
      webhookSecrets: parsed.STRIPE_WEBHOOK_SECRET,
    },
    temporal,
    config: {
      publicUrl: new URL(parsed.PUBLIC_URL ?? `http://localhost:${listenPort}`),
      temporalUiUrl: parsed.TEMPORAL_UI_URL ?? 'http://localhost:8233',
      temporalNamespace: temporal.namespace,
      stripePublishableKey: parsed.STRIPE_PUBLISHABLE_KEY ?? null,
      stripeApiUrl: parsed.STRIPE_API_URL ?? null,
      requestsPerMinute: parsed.DRAWDOWN_REQUESTS_PER_MINUTE ?? 300_000,
      webDist: parsed.DRAWDOWN_WEB_DIST ?? fileURLToPath(new URL('../../web/dist', import.meta.url)),
      checkAnswers: false,
    },
  };
}

/** For commands that need the database alone; null where it is not named. */
export function readDatabaseUrl(env: NodeJS.ProcessEnv = process.env): string | null {
  return env.DATABASE_URL || null;
}

function temporalConfig(env: NodeJS.ProcessEnv): TemporalConfig {
  const set = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const { connectionOptions, namespace } = loadClientConnectConfig({
    overrideEnvVars: Object.fromEntries(set),
  });
  const { address, tls, apiKey, metadata } = connectionOptions;
  return {
    namespace: namespace ?? 'default',
    connection: {
      ...(address === undefined ? {} : { address }),
      ...(tls === undefined ? {} : { tls }),
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(metadata === undefined ? {} : { metadata }),
    },
  };
}
