import { z } from 'zod';
import { consentInputSchema } from './consent.ts';
import { positiveMoneySchema } from './money.ts';

/** Below our own address, without a query: where the browser comes back to. */
const returnPath = z
  .string()
  .max(300)
  .regex(/^\/(?![/\\])[\w\-./~]*$/, { error: 'must be a path of this app, such as /account/cards' });

/** Opens Stripe's own page for entering a card. It comes back to `returnPath` with `?card=<checkout session>`. */
export const openCardPageSchema = z.strictObject({
  returnPath: returnPath.optional(),
  consent: consentInputSchema
    .optional()
    .meta({ description: 'Kept with the page, and with the card that is saved there' }),
});

/** A payer comes back to the link's own page. `amount`: what was chosen there, to be shown again. */
export const openCardPageByLinkSchema = z.strictObject({
  consent: consentInputSchema.optional(),
  amount: positiveMoneySchema.optional(),
});

/** Where to send the browser. */
export const cardPageSchema = z.object({ url: z.url() });

export type OpenCardPageRequest = z.infer<typeof openCardPageSchema>;
export type OpenCardPageByLinkRequest = z.infer<typeof openCardPageByLinkSchema>;
