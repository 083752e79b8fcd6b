import { z } from 'zod';
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
  createdAt: timestamp,
  stripe: z.object({ paymentMethodId: z.string() }),
});

/** Exactly one of the two: a finished SetupIntent of Stripe's form, or (emulator only) the name of a test card. */
export const savePaymentMethodSchema = z
  .strictObject({
    setupIntentId: z
      .string()
      .regex(/^seti_\w+$/, { error: 'must be the id of a SetupIntent' })
      .max(255),
    testCard: z
      .string()
      .regex(/^pm_card_\w+(~\w+)?$/, { error: 'must be a test card such as pm_card_visa' })
      .max(100),
  })
  .partial()
  .refine((body) => (body.setupIntentId === undefined) !== (body.testCard === undefined), {
    error: 'send either setupIntentId or, with the Stripe emulator, testCard',
  });

export const setDefaultPaymentMethodSchema = z.strictObject({ paymentMethodId: z.string().max(64) });

export type PaymentMethodResource = z.infer<typeof paymentMethodSchema>;
export type SavePaymentMethodRequest = z.infer<typeof savePaymentMethodSchema>;
