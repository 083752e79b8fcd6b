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

/** What the product keeps of an event, however it came; null for anything that is no event. */
export function readEvent(message: unknown): WebhookEvent | null {
  const parsed = eventSchema.safeParse(message);
  if (!parsed.success) return null;
  const { id, type, livemode, created, data } = parsed.data;
  const object = data.object;
  const paymentIntentId = object.object === 'payment_intent' ? object.id : object.payment_intent;
  return {
    id,
    type,
    objectId: object.id ?? null,
    paymentIntentId: paymentIntentId ?? null,
    livemode,
    createdAt: new Date(created * 1000),
  };
}
