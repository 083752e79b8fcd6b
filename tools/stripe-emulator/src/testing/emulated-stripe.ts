import Stripe from 'stripe';
import { createEmulator, type EmulatorOptions } from '../index.ts';

export type EmulatedStripe = {
  url: string;
  stripe: Stripe;
  /** Calls the control API and fails the test when it refuses. */
  control: <T = unknown>(address: string, body?: object) => Promise<T>;
  close: () => Promise<void>;
};

/** A running emulator on a free port with the product's own client in front of it. */
export async function startEmulatedStripe(options: EmulatorOptions = {}): Promise<EmulatedStripe> {
  const backoff = { firstDelayMs: 5, longestDelayMs: 20 };
  const emulator = await createEmulator({ webhookBackoff: backoff, refundSettlementMs: 1, ...options });
  const { url, port } = await emulator.listen(0);
  return {
    url,
    stripe: stripeAt(port),
    control: (address, body) => callControl(url, address, body),
    close: () => emulator.close(),
  };
}

export function stripeAt(port: number, key = 'sk_test_emulated'): Stripe {
  const host = '127.0.0.1';
  return new Stripe(key, { host, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 });
}

async function callControl<T>(url: string, address: string, body?: object): Promise<T> {
  const [method = '', path = ''] = address.split(' ');
  const response = await fetch(`${url}/_emulator${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${address}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}
