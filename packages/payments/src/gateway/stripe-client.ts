import { Stripe } from 'stripe';

export type StripeClientOptions = {
  secretKey: string;
  /** Address of a stand-in for Stripe; absent = Stripe itself. */
  apiUrl?: string | undefined;
  timeoutMs?: number | undefined;
};

export type StripeMode = 'emulator' | 'test' | 'live';

const DEFAULT_TIMEOUT_MS = 25_000;

/** @throws Error for a live key together with a stand-in, which must never see one. */
export function stripeMode({ secretKey, apiUrl }: StripeClientOptions): StripeMode {
  const live = /^(sk|rk)_live_/.test(secretKey);
  if (live && apiUrl !== undefined)
    throw new Error(
      'A live Stripe key must not be used with STRIPE_API_URL: the key would leave for another server.',
    );
  if (live) return 'live';
  return apiUrl === undefined ? 'test' : 'emulator';
}

/** Without retries of its own: only the caller knows under which key a repetition is safe. */
export function createStripeClient({ secretKey, apiUrl, timeoutMs }: StripeClientOptions): Stripe {
  return new Stripe(secretKey, {
    apiVersion: '2026-10-28.endive',
    maxNetworkRetries: 0,
    timeout: timeoutMs ?? DEFAULT_TIMEOUT_MS,
    telemetry: false,
    ...(apiUrl === undefined ? {} : addressOf(apiUrl)),
  });
}

function addressOf(apiUrl: string): { host: string; port: number; protocol: 'http' | 'https' } {
  const url = new URL(apiUrl);
  const protocol = url.protocol === 'http:' ? 'http' : 'https';
  return { host: url.hostname, protocol, port: Number(url.port || (protocol === 'http' ? 80 : 443)) };
}
