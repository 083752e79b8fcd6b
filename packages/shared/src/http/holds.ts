import { z } from 'zod';
import { labelsSchema, shortageFields } from './deliveries.ts';
import { moneySchema, positiveMoneySchema } from './money.ts';
import { pageQuerySchema } from './pagination.ts';
import { problemSchema } from './problem.ts';
import { foreignId, timestamp } from './text.ts';

export const DEFAULT_HOLD_SECONDS = 300;
export const MAX_HOLD_SECONDS = 86_400;

export const placeHoldSchema = z.strictObject({
  buyerId: z.string().max(64),
  amount: positiveMoneySchema,
  leadId: foreignId(200).optional(),
  expiresInSeconds: z
    .int()
    .min(1)
    .max(MAX_HOLD_SECONDS)
    .optional()
    .meta({
      description: `How long the money stays reserved; ${DEFAULT_HOLD_SECONDS} when left out`,
    }),
});

export const captureHoldSchema = z.strictObject({
  leadId: foreignId(200),
  amount: positiveMoneySchema.optional().meta({ description: 'At most what is held; left out: all of it' }),
  labels: labelsSchema.optional(),
});

export const HOLD_STATUSES = ['open', 'captured', 'released', 'expired', 'refused'] as const;

export const holdSchema = z.object({
  id: z.string(),
  status: z.enum(HOLD_STATUSES),
  buyerId: z.string(),
  walletId: z.string(),
  leadId: z.string().nullable(),
  amount: moneySchema,
  captured: moneySchema.nullable().meta({ description: 'What was paid; the rest is available again' }),
  deliveryId: z.string().nullable(),
  expiresAt: timestamp,
  createdAt: timestamp,
  endedAt: timestamp.nullable(),
});

export const holdsQuerySchema = z.strictObject({
  ...pageQuerySchema.shape,
  walletId: z.string().max(64).optional(),
  buyerId: z.string().max(64).optional(),
  status: z.enum(HOLD_STATUSES).optional(),
});

/** A hold is refused for the reasons of a delivery, and says the same. */
export const holdRefusalProblemSchema = problemSchema.extend({ holdId: z.string(), ...shortageFields });

export type PlaceHoldRequest = z.infer<typeof placeHoldSchema>;
export type CaptureHoldRequest = z.infer<typeof captureHoldSchema>;
export type HoldResource = z.infer<typeof holdSchema>;
