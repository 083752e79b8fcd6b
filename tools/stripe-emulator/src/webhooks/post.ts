import type { StripeEvent, WebhookEndpoint } from '../objects.ts';
import { signatureHeader } from './signature.ts';

const TIMEOUT_MS = 10_000;

type Posting = { endpoint: WebhookEndpoint; event: StripeEvent; closing: AbortSignal };

/** Sends one signed event; true when the endpoint answered 2xx. */
export async function postEvent({ endpoint, event, closing }: Posting): Promise<boolean> {
  const body = JSON.stringify(event);
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': signatureHeader(body, endpoint.secret ?? ''),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    // Unreachable, too slow or cut off: not acknowledged, whatever the cause.
    return false;
  }
}
