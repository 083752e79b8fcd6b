import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { keptSecret } from '../files/kept-secret.ts';
import type { Stack } from './stack.ts';

export interface Backends {
  databaseUrl: string | undefined;
  temporalAddress: string | undefined;
  stripeEnv: Record<string, string>;
}

/** The variables the worker and the API are configured with, apart from what they inherit. */
export function appEnv(stack: Stack, backends: Backends): Record<string, string> {
  const { settings } = stack;
  return {
    ...(backends.databaseUrl === undefined ? {} : { DATABASE_URL: backends.databaseUrl }),
    ...(backends.temporalAddress === undefined ? {} : { TEMPORAL_ADDRESS: backends.temporalAddress }),
    ...backends.stripeEnv,
    DRAWDOWN_PORT: String(settings.apiPort),
    TEMPORAL_NAMESPACE: settings.temporalNamespace,
    TEMPORAL_UI_URL: settings.temporalUiUrl,
    PUBLIC_URL: settings.publicUrl,
    DRAWDOWN_SESSION_SECRET: keptSecret(stack.file('session-secret'), () =>
      randomBytes(32).toString('base64url'),
    ),
    ...webhookReach(stack),
    LOG_LEVEL: settings.logLevel,
  };
}

/** Where everything runs on this machine, the receiver of a webhook does too; anywhere else that would be a way in. */
function webhookReach({ settings }: Stack): Record<string, string> {
  const isEmbedded = settings.postgres.kind === 'embedded' && settings.stripe.kind === 'emulator';
  const isSet = settings.inherited.WEBHOOKS_MAY_REACH_PRIVATE !== undefined;
  return isEmbedded && !isSet ? { WEBHOOKS_MAY_REACH_PRIVATE: 'true' } : {};
}

/** The same variables as a file, for a part that a developer runs by hand (`node --env-file`). */
export function writeEnvFile(file: string, env: Record<string, string>): void {
  const lines = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  fs.writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
}
