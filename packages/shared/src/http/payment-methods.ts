import { z } from 'zod';
import { consentInputSchema, consentSchema } from './consent.ts';
import { timestamp } from './text.ts';

/** A saved card. Numbers never reach this system; brand, last four digits and expiry come from Stripe. */
export const paymentMethodSchema = z.object({
  id: z.string(),
  brand: z.string().meta({ example: 'visa' }),
  last4: z.string(),
  expMonth: z.number().int(),
  expYear: z.number().int(),
  fingerprint: z.string().nullable(),
  isDefault: z.boolean(),
  isBackup: z.boolean().meta({ description: 'Tried once when the default card was declined' }),
  consent: consentSchema.nullable(),
  createdAt: timestamp,
  stripe: z.object({ paymentMethodId: z.string() }),
});

/** One of a payer's cards, with what keeps it from being charged. */
export const savedCardSchema = paymentMethodSchema.extend({
  blockedUntil: timestamp.nullable().meta({
    description:
      'Nothing is charged to this card before that: its bank refused it for good, or Stripe for a day',
  }),
});

/** A finished page or SetupIntent of Stripe, or (emulator only) the name of a test card. */
export const savePaymentMethodFields = z.strictObject({
  checkoutSessionId: z
    .string()
    .regex(/^cs_\w+$/, { error: 'must be the id of a Checkout Session' })
    .max(255)
    .meta({ description: "As Stripe's page came back with it" }),
  setupIntentId: z
    .string()
    .regex(/^seti_\w+$/, { error: 'must be the id of a SetupIntent' })
    .max(255),
  testCard: z
    .string()
    .regex(/^pm_card_\w+(~\w+)?$/, { error: 'must be a test card such as pm_card_visa' })
    .max(100),
});

type CardFields = { [Field in keyof z.infer<typeof savePaymentMethodFields>]?: string | undefined };

/** Exactly one of them. */
export function namesOneCard({ checkoutSessionId, setupIntentId, testCard }: CardFields): boolean {
  return [checkoutSessionId, setupIntentId, testCard].filter((card) => card !== undefined).length === 1;
}

export const ONE_CARD = {
  error: 'send either checkoutSessionId or setupIntentId or, with the Stripe emulator, testCard',
};

/** Without `consent`, that which was given when Stripe's page was opened is kept. */
export const savePaymentMethodSchema = savePaymentMethodFields
  .partial()
  .extend({ consent: consentInputSchema.optional() })
  .refine(namesOneCard, ONE_CARD);

/** Null: none. The payer must have agreed to a second card being charged. */
export const setBackupPaymentMethodSchema = z
  .strictObject({ paymentMethodId: z.string().max(64).nullable(), consent: consentInputSchema.optional() })
  .refine(({ paymentMethodId, consent }) => paymentMethodId === null || consent !== undefined, {
    error: 'is required: say what the payer agreed to',
    path: ['consent'],
  });

export const setDefaultPaymentMethodSchema = z.strictObject({ paymentMethodId: z.string().max(64) });

export type PaymentMethodResource = z.infer<typeof paymentMethodSchema>;
export type SavedCardResource = z.infer<typeof savedCardSchema>;
export type SavePaymentMethodRequest = z.infer<typeof savePaymentMethodSchema>;
export type SetBackupPaymentMethodRequest = z.infer<typeof setBackupPaymentMethodSchema>;
