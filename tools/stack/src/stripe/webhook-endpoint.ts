import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';

const keptEndpoint = z.object({ id: z.string(), secret: z.string(), url: z.string() });
const createdEndpoint = z.object({ id: z.string(), secret: z.string() });

export interface RegisterOptions {
  stripeUrl: string;
  secretKey: string;
  /** Where the events go. */
  url: string;
  /** Keeps the id and the secret, which Stripe tells only once. */
  file: string;
}

/** Answers the signing secret of our webhook endpoint, registering it where it is new, moved or no longer known. */
export async function registerWebhookEndpoint(options: RegisterOptions): Promise<string> {
  const { stripeUrl, secretKey, url, file } = options;
  const headers = { authorization: `Bearer ${secretKey}` };
  const kept = readJsonFile(file, keptEndpoint);
  if (kept !== undefined) {
    const answer = await fetch(`${stripeUrl}/v1/webhook_endpoints/${kept.id}`, { headers });
    if (answer.ok && kept.url === url) return kept.secret;
    if (answer.ok) await fetch(`${stripeUrl}/v1/webhook_endpoints/${kept.id}`, { method: 'DELETE', headers });
  }
  const answer = await fetch(`${stripeUrl}/v1/webhook_endpoints`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ url, 'enabled_events[]': '*' }),
  });
  if (!answer.ok) throw new Error(`the webhook endpoint was not registered: ${await answer.text()}`);
  const { id, secret } = createdEndpoint.parse(await answer.json());
  writeJsonFile(file, { id, secret, url });
  return secret;
}
