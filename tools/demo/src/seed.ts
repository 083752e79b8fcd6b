import { createSender } from './api/client.ts';
import { withRetries } from './api/retry.ts';
import { BUYER_TO_WATCH } from './buyers.ts';
import { ensureDemoAccount } from './seeding/account.ts';
import { fillDemoAccount } from './seeding/fill.ts';
import { DEMO_LOGIN } from './seeding/login.ts';

export type SeedOptions = {
  apiUrl: string;
  stripeUrl: string;
  databaseUrl: string;
  apiKey: string;
  log: (line: string) => void;
};

export type SeededDemo = {
  login: { email: string; password: string };
  /** The name of the buyer that is worth looking at first. */
  watch: string;
};

/**
 * Makes sure that the demo account is there: with its owner and this key at every call, and filled once. A call that
 * was interrupted is completed by the next one; what people did to a complete demo is left alone.
 */
export async function seedDemo({ apiUrl, databaseUrl, apiKey, log }: SeedOptions): Promise<SeededDemo> {
  await ensureDemoAccount({ databaseUrl, apiKey });
  await fillDemoAccount(withRetries(createSender({ apiUrl, apiKey })), log);
  return { login: DEMO_LOGIN, watch: BUYER_TO_WATCH };
}
