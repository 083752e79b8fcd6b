import { createHmac } from 'node:crypto';

const SECRET_PREFIX = 'whsec_';

export type SignedHeaders = {
  'webhook-id': string;
  'webhook-timestamp': string;
  'webhook-signature': string;
};

/**
 * The headers of Standard Webhooks: an HMAC-SHA256 over id, time and body, so that a receiver knows that the message is
 * ours, unchanged, recent, and not one it has seen.
 */
export function signedHeaders(
  { id, body, at }: { id: string; body: string; at: Date },
  secret: string,
): SignedHeaders {
  const key = Buffer.from(
    secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret,
    'base64',
  );
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
