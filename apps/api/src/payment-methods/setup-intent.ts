import { z } from 'zod';

/** What a page needs to show Stripe's card form; afterwards the card is saved with `setupIntentId`. */
export const setupIntentSchema = z.object({
  setupIntentId: z.string(),
  clientSecret: z.string(),
  publishableKey: z.string().nullable(),
});
