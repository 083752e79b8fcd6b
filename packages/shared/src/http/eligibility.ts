import { z } from 'zod';
import { REFUSAL_CODES } from '../codes/index.ts';
import { FUNDED_BY } from './deliveries.ts';
import { currencyCode, inMinorUnits, moneySchema, positiveMoneySchema } from './money.ts';

export const MAX_ELIGIBILITY_BUYERS = 100;

/** What a buyer in a list can be asked for that no delivery is refused with: the rest of the list still gets its answer. */
export const INELIGIBLE_CODES = [...REFUSAL_CODES, 'not_found', 'currency_mismatch'] as const;

export const buyerEligibilityQuerySchema = z.strictObject({
  amount: z.coerce
    .number({ error: 'must be a whole number of minor units (cents), for example 2500 for 25.00' })
    .refine((amount) => Number.isSafeInteger(amount) && amount > 0, {
      error: 'must be a whole number of minor units (cents) greater than zero',
      params: { code: 'invalid_amount' },
    })
    .meta(inMinorUnits({ minimum: 1 })),
  currency: currencyCode.optional().meta({ description: "Left out: the buyer's" }),
});

export const askEligibilitySchema = z.strictObject({
  price: positiveMoneySchema,
  buyerIds: z.array(z.string().max(64)).min(1).max(MAX_ELIGIBILITY_BUYERS),
});

export const eligibilitySchema = z.object({
  buyerId: z.string(),
  eligible: z.boolean(),
  fundedBy: z.enum(FUNDED_BY).nullable().meta({ description: 'The rung that would pay' }),
  reason: z.enum(INELIGIBLE_CODES).nullable().meta({ description: 'Why a lead would be refused' }),
  unblockedBy: z.string().nullable().meta({ description: 'One sentence: what has to happen first' }),
  available: moneySchema.nullable(),
  runway: z.object({
    leads: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'Leads of this price that the wallet still pays' }),
    hours: z
      .number()
      .nullable()
      .meta({ description: 'At the pace of the last 24 hours; null: there was none' }),
  }),
});

export const eligibilitiesSchema = z.object({ results: z.array(eligibilitySchema) });

export type EligibilityResource = z.infer<typeof eligibilitySchema>;
