import { appEnv, writeEnvFile } from './app-env.ts';
import { canSeedDemo, type Demo, seed } from './demo.ts';
import type { Stack } from './stack.ts';
import { startApps } from './start-apps.ts';
import { startDatabase } from './start-database.ts';
import { type StripeEnv, startStripe } from './start-stripe.ts';
import { startTemporal } from './start-temporal.ts';

/** Brings up the chosen parts in the order they need each other. Answers the demo account, where there is one. */
export async function bringUp(stack: Stack): Promise<Demo | undefined> {
  const { parts, settings } = stack;
  const wants = (part: 'postgres' | 'temporal' | 'stripe') =>
    parts.has(part) || settings[part].kind !== embedded[part];
  const [databaseUrl, temporalAddress, stripeEnv] = await Promise.all([
    wants('postgres') ? startDatabase(stack) : undefined,
    wants('temporal') ? startTemporal(stack) : undefined,
    wants('stripe') ? startStripe(stack) : noStripe,
  ]);
  const env = appEnv(stack, { databaseUrl, temporalAddress, stripeEnv });
  writeEnvFile(stack.file('app.env'), env);
  await startApps(stack, { ...settings.inherited, ...env });
  const stripeUrl = stripeEnv.STRIPE_API_URL;
  if (databaseUrl === undefined || stripeUrl === undefined || !canSeedDemo(stack)) return undefined;
  return seed(stack, databaseUrl, stripeUrl);
}

const noStripe: StripeEnv = {};

/** A part that the environment points elsewhere is used even when `--only` does not name it. */
const embedded = { postgres: 'embedded', temporal: 'local', stripe: 'emulator' } as const;
