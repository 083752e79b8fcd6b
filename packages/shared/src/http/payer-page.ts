import { z } from 'zod';
import { consentInputSchema } from './consent.ts';
import { moneySchema, positiveMoneySchema } from './money.ts';
import { PAYER_LINK_KINDS } from './payer-links.ts';
import { namesOneCard, ONE_CARD, savePaymentMethodFields } from './payment-methods.ts';
import { timestamp } from './text.ts';

const agency = z.object({ name: z.string(), contact: z.string().nullable() });
const cardFields = savePaymentMethodFields.partial().shape;

/** What a payer without a login may know: no ids of the account, nothing of other buyers. */
export const payerPageSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('open'),
    kind: z.enum(PAYER_LINK_KINDS),
    agency,
    buyerName: z.string().nullable(),
    amount: moneySchema.nullable().meta({ description: 'Null when the payer chooses' }),
    currency: z.string().nullable(),
    minimum: moneySchema.nullable(),
    maximum: moneySchema.nullable(),
    card: z.object({ brand: z.string(), last4: z.string() }).nullable(),
    expiresAt: timestamp,
    emulator: z.boolean(),
    publishableKey: z.string().nullable(),
    consentText: z.string().nullable().meta({ description: 'To be shown; sent back as `consent.text`' }),
  }),
  z.object({
    state: z.literal('dead'),
    because: z.enum(['unknown', 'expired', 'used', 'revoked']),
    words: z.string(),
    agency: agency.nullable(),
  }),
]);

export const saveCardByLinkSchema = z
  .strictObject({ ...cardFields, consent: consentInputSchema })
  .refine(namesOneCard, ONE_CARD);

export const payByLinkSchema = z
  .strictObject({
    ...cardFields,
    amount: positiveMoneySchema.optional(),
    consent: consentInputSchema.optional().meta({
      description: 'The card is saved for later charges; without it, it makes this payment and no other',
    }),
  })
  .refine(namesOneCard, ONE_CARD);

export const authenticateByLinkSchema = z.strictObject({
  returned: z
    .boolean()
    .optional()
    .meta({ description: 'True when the payer comes back from the bank: only say how it went' }),
  outcome: z
    .enum(['success', 'failure'])
    .optional()
    .meta({ description: "What the bank's page would answer; only with the Stripe emulator" }),
});

/** How it went. `requires_action`: send the payer's browser to `redirectUrl`, his bank's page. */
export const payerOutcomeSchema = z.object({
  state: z.enum(['done', 'requires_action', 'processing', 'declined']),
  words: z.array(z.string()),
  redirectUrl: z.string().nullable(),
  receipt: z.object({ amount: moneySchema, reference: z.string(), at: timestamp }).nullable(),
});

export type PayerPageResource = z.infer<typeof payerPageSchema>;
export type OpenPayerPage = Extract<PayerPageResource, { state: 'open' }>;
export type DeadPayerPage = Extract<PayerPageResource, { state: 'dead' }>;
export type SaveCardByLinkRequest = z.infer<typeof saveCardByLinkSchema>;
export type PayByLinkRequest = z.infer<typeof payByLinkSchema>;
export type AuthenticateByLinkRequest = z.infer<typeof authenticateByLinkSchema>;
export type PayerOutcomeResource = z.infer<typeof payerOutcomeSchema>;
