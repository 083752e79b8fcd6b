import { z } from 'zod';

const reference = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]);

const lastPaymentError = z.object({
  code: z.string().optional(),
  decline_code: z.string().optional(),
  advice_code: z.string().optional(),
  network_advice_code: z.string().optional(),
  network_decline_code: z.string().optional(),
  charge: z.string().optional(),
});

const nextAction = z.object({
  type: z.string(),
  redirect_to_url: z.object({ url: z.string().nullish() }).nullish(),
});

const paymentIntentSchema = z.object({
  object: z.literal('payment_intent'),
  id: z.string().min(1),
  status: z.string(),
  currency: z.string(),
  client_secret: z.string().nullish(),
  next_action: nextAction.nullish(),
  amount_received: z.int().nullish(),
  latest_charge: reference.nullish(),
  payment_method: reference.nullish(),
  last_payment_error: lastPaymentError.nullish(),
});

/** The part of a PaymentIntent that says what became of the money. */
export type PaymentIntent = z.infer<typeof paymentIntentSchema>;

/**
 * Null for any answer that is no PaymentIntent: the SDK takes every JSON body without an `error` for a success, a
 * proxy's error page included.
 */
export function parsePaymentIntent(answer: unknown): PaymentIntent | null {
  const parsed = paymentIntentSchema.safeParse(answer);
  return parsed.success ? parsed.data : null;
}
