import { Stripe } from 'stripe';
import { z } from 'zod';

export type WebhookEvent = {
  id: string;
  type: string;
  /** Id of the object that the event is about. */
  objectId: string | null;
  /** The PaymentIntent it concerns, where it concerns one. */
  paymentIntentId: string | null;
  livemode: boolean;
  createdAt: Date;
};

export type WebhookResult =
  | { outcome: 'event'; event: WebhookEvent }
  | { outcome: 'invalid'; detail: string };

const reference = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]);

const eventSchema = z.object({
  id: z.string().min(1),
  object: z.literal('event'),
  type: z.string().min(1),
  livemode: z.boolean(),
  created: z.int(),
  data: z.object({
    object: z.object({
      id: z.string().optional(),
      object: z.string().optional(),
      payment_intent: reference.nullish(),
    }),
  }),
});

/**
 * Trusts a message only when one of the secrets signed these very bytes within the last five minutes. Several secrets
 * are valid at once while one replaces another.
 */
export function createWebhookParser(secrets: readonly string[]) {
  return function parseWebhook(rawBody: Buffer, signature: string): WebhookResult {
    let detail = 'no webhook secret is configured';
    for (const secret of secrets) {
      try {
        return read(Stripe.webhooks.constructEvent(rawBody, signature, secret));
      } catch (error) {
        detail = error instanceof Error ? error.message : String(error);
      }
    }
    return { outcome: 'invalid', detail };
  };
}

function read(message: unknown): WebhookResult {
  const parsed = eventSchema.safeParse(message);
  if (!parsed.success) return { outcome: 'invalid', detail: 'signed, but no Stripe event' };
  const { id, type, livemode, created, data } = parsed.data;
  const object = data.object;
  const paymentIntentId = object.object === 'payment_intent' ? object.id : object.payment_intent;
  return {
    outcome: 'event',
    event: {
      id,
      type,
      objectId: object.id ?? null,
      paymentIntentId: paymentIntentId ?? null,
      livemode,
      createdAt: new Date(created * 1000),
    },
  };
}
