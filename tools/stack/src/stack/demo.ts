import { randomBytes } from 'node:crypto';
import { seedDemo } from '@drawdown/demo';
import { writeJsonFile } from '../files/json-file.ts';
import { keptSecret } from '../files/kept-secret.ts';
import type { Stack } from './stack.ts';

export interface Demo {
  apiKey: string;
  login: { email: string; password: string };
  /** The buyer worth watching while leads are replayed. */
  watch: string;
}

/** Only data of our own making may be filled with a demo: the embedded database together with the emulator. */
export const canSeedDemo = (stack: Stack): boolean =>
  stack.settings.postgres.kind === 'embedded' &&
  stack.settings.stripe.kind === 'emulator' &&
  stack.parts.has('api');

/** Makes sure that the demo account is there with its key, and leaves a note where the replay finds it. */
export async function seed(stack: Stack, databaseUrl: string, stripeUrl: string): Promise<Demo> {
  const { settings } = stack;
  const apiKey =
    settings.demoApiKey ??
    keptSecret(stack.file('demo-api-key'), () => `dd_test_${randomBytes(24).toString('base64url')}`);
  const { login, watch } = await stack.timed('demo data', () =>
    seedDemo({ apiUrl: settings.apiUrl, stripeUrl, databaseUrl, apiKey, log: stack.say }),
  );
  const { apiUrl, temporalUiUrl } = settings;
  writeJsonFile(stack.file('demo.json'), { apiUrl, apiKey, temporalUiUrl, stripeUrl });
  return { apiKey, login, watch };
}
