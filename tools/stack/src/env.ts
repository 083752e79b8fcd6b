import path from 'node:path';
import { z } from 'zod';
import { Failure } from './failure.ts';

const port = z.coerce.number().int().min(1).max(65535);
const filled = z.string().min(1);

const variables = z.object({
  DRAWDOWN_PORT: port.default(4000),
  DRAWDOWN_TEMPORAL_PORT: port.default(7233),
  DRAWDOWN_TEMPORAL_UI_PORT: port.default(8233),
  DRAWDOWN_STRIPE_PORT: port.default(4010),
  DRAWDOWN_POSTGRES_PORT: port.default(4532),
  DRAWDOWN_DATA_DIR: filled.default('.data'),
  DRAWDOWN_API_KEY: z.string().min(20, 'must have 20 characters or more').optional(),
  DRAWDOWN_PARTS: filled.optional(),
  PUBLIC_URL: z.url().optional(),
  DATABASE_URL: filled.optional(),
  TEMPORAL_ADDRESS: filled.optional(),
  TEMPORAL_NAMESPACE: filled.default('default'),
  TEMPORAL_UI_URL: z.url().optional(),
  STRIPE_SECRET_KEY: filled.optional(),
  STRIPE_PUBLISHABLE_KEY: filled.optional(),
  STRIPE_WEBHOOK_SECRET: filled.optional(),
  LOG_LEVEL: filled.default('info'),
});

type Variables = z.output<typeof variables>;

export interface Settings {
  dataDir: string;
  publicUrl: string;
  apiUrl: string;
  apiPort: number;
  temporalUiUrl: string;
  temporalNamespace: string;
  logLevel: string;
  onlyParts: string | undefined;
  demoApiKey: string | undefined;
  postgres: { kind: 'embedded'; port: number } | { kind: 'external'; url: string };
  temporal: { kind: 'local'; port: number; uiPort: number } | { kind: 'external'; address: string };
  stripe:
    | { kind: 'emulator'; port: number }
    | {
        kind: 'real';
        secretKey: string;
        publishableKey: string | undefined;
        webhookSecret: string | undefined;
      };
  /** Everything else the children get: the environment as it is, less what npm adds to it. */
  inherited: NodeJS.ProcessEnv;
  /** The process that npm runs us in, to notice when it is killed; undefined when npm did not start us. */
  startedByNpm: boolean;
}

/** Reads and checks the environment. What is wrong is said in one line that names the variable. */
export function readSettings(root: string, env: NodeJS.ProcessEnv = process.env): Settings {
  // An empty variable is how many tools write "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const problem = parsed.error.issues[0];
    throw new Failure(
      `${problem?.path.join('.') ?? 'the environment'}: ${problem?.message ?? 'is not valid'}`,
    );
  }
  const settings = toSettings(root, parsed.data, env);
  refuseLiveCharges(settings);
  return settings;
}

function toSettings(root: string, given: Variables, env: NodeJS.ProcessEnv): Settings {
  const apiUrl = `http://localhost:${given.DRAWDOWN_PORT}`;
  return {
    dataDir: path.resolve(root, given.DRAWDOWN_DATA_DIR),
    apiUrl,
    apiPort: given.DRAWDOWN_PORT,
    publicUrl: given.PUBLIC_URL ?? apiUrl,
    temporalUiUrl: given.TEMPORAL_UI_URL ?? `http://localhost:${given.DRAWDOWN_TEMPORAL_UI_PORT}`,
    temporalNamespace: given.TEMPORAL_NAMESPACE,
    logLevel: given.LOG_LEVEL,
    onlyParts: given.DRAWDOWN_PARTS,
    demoApiKey: given.DRAWDOWN_API_KEY,
    postgres:
      given.DATABASE_URL === undefined
        ? { kind: 'embedded', port: given.DRAWDOWN_POSTGRES_PORT }
        : { kind: 'external', url: given.DATABASE_URL },
    temporal:
      given.TEMPORAL_ADDRESS === undefined
        ? { kind: 'local', port: given.DRAWDOWN_TEMPORAL_PORT, uiPort: given.DRAWDOWN_TEMPORAL_UI_PORT }
        : { kind: 'external', address: given.TEMPORAL_ADDRESS },
    stripe:
      given.STRIPE_SECRET_KEY === undefined
        ? { kind: 'emulator', port: given.DRAWDOWN_STRIPE_PORT }
        : {
            kind: 'real',
            secretKey: given.STRIPE_SECRET_KEY,
            publishableKey: given.STRIPE_PUBLISHABLE_KEY,
            webhookSecret: given.STRIPE_WEBHOOK_SECRET,
          },
    inherited: Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_/i.test(name))),
    startedByNpm: env.npm_lifecycle_event !== undefined,
  };
}

/** Live money belongs on a database that somebody backs up. */
function refuseLiveCharges(settings: Settings): void {
  if (settings.stripe.kind !== 'real' || !/^(sk|rk)_live_/.test(settings.stripe.secretKey)) return;
  if (settings.postgres.kind === 'embedded')
    throw new Failure(
      'STRIPE_SECRET_KEY is a live key and the database is the embedded one: set DATABASE_URL to a managed Postgres, or use a test key',
    );
}

/** What a program of the system needs: where its programs are, and messages that we can read. */
export const systemEnv = (): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' });

/** Servers that are up already and that a test run may use. */
export const givenTestServers = () => ({
  databaseAdminUrl: process.env.DRAWDOWN_TEST_DATABASE_ADMIN_URL || undefined,
  temporalAddress: process.env.DRAWDOWN_TEST_TEMPORAL_ADDRESS || undefined,
});

/** Tells the processes of a test run where its servers are. */
export function nameTestServers(servers: { databaseAdminUrl: string; temporalAddress: string }): void {
  process.env.DRAWDOWN_TEST_DATABASE_ADMIN_URL = servers.databaseAdminUrl;
  process.env.DRAWDOWN_TEST_TEMPORAL_ADDRESS = servers.temporalAddress;
}

/** The environment of a test run: as it is, less what npm adds and what would point a stack of the tests elsewhere. */
export function testEnv(): NodeJS.ProcessEnv {
  const foreign = /^(npm_|DATABASE_URL$|TEMPORAL_ADDRESS$|STRIPE_)/i;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), TURBO_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1' };
}
