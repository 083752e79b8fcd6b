import type { StripeEvent, WebhookEndpoint } from '../objects.ts';
import { signatureHeader } from './signature.ts';

const TIMEOUT_MS = 10_000;

type Posting = {
  endpoint: WebhookEndpoint;
  event: StripeEvent;
  /** `bad`: as if somebody sent it who does not know the endpoint's secret. */
  signature: 'good' | 'bad';
  closing: AbortSignal;
};

const FORGED_SECRET = 'whsec_of_somebody_else';

/** Sends one signed event and answers the endpoint's status; null when there was none. */
export async function postEvent({ endpoint, event, signature, closing }: Posting): Promise<number | null> {
  const body = JSON.stringify(event);
  const secret = signature === 'good' ? (endpoint.secret ?? '') : FORGED_SECRET;
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': signatureHeader(body, secret),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    // Unreachable, too slow or cut off: not acknowledged, whatever the cause.
    return null;
  }
}
