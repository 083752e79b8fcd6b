import { Stripe } from 'stripe';
import { readEvent, type WebhookEvent } from './event.ts';

export type WebhookResult =
  | { outcome: 'event'; event: WebhookEvent }
  | { outcome: 'invalid'; detail: string };

/**
 * Trusts a message only when one of the secrets signed these very bytes within the last five minutes. Several secrets
 * are valid at once while one replaces another.
 */
export function createWebhookParser(secrets: readonly string[]) {
  return function parseWebhook(rawBody: Buffer, signature: string): WebhookResult {
    let detail = 'no webhook secret is configured';
    for (const secret of secrets) {
      try {
        const event = readEvent(Stripe.webhooks.constructEvent(rawBody, signature, secret));
        return event
          ? { outcome: 'event', event }
          : { outcome: 'invalid', detail: 'signed, but no Stripe event' };
      } catch (error) {
        detail = error instanceof Error ? error.message : String(error);
      }
    }
    return { outcome: 'invalid', detail };
  };
}
