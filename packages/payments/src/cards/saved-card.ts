import { z } from 'zod';
import { PaymentProviderError } from '../provider-error.ts';

/** What may be known of a card. */
export type SavedCard = {
  stripePaymentMethodId: string;
  brand: string;
  last4: string;
  expMonth: number;
  expYear: number;
  fingerprint: string | null;
};

export const cardSchema = z.object({
  id: z.string().min(1),
  object: z.literal('payment_method'),
  customer: z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]).nullish(),
  card: z.object({
    brand: z.string(),
    last4: z.string(),
    exp_month: z.int(),
    exp_year: z.int(),
    fingerprint: z.string().nullish(),
  }),
});

export function parseCard(answer: unknown): z.infer<typeof cardSchema> {
  const parsed = cardSchema.safeParse(answer);
  if (!parsed.success) throw new PaymentProviderError('unreachable', 'the answer is no card');
  return parsed.data;
}

export function cardOf({ id, card }: z.infer<typeof cardSchema>): SavedCard {
  return {
    stripePaymentMethodId: id,
    brand: card.brand,
    last4: card.last4,
    expMonth: card.exp_month,
    expYear: card.exp_year,
    fingerprint: card.fingerprint ?? null,
  };
}
