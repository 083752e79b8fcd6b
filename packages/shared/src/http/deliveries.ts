import { z } from 'zod';
import { ERROR_CODES, FUNDING_REASONS, REFUSAL_CODES } from '../codes/index.ts';
import { moneySchema, positiveMoneySchema } from './money.ts';
import { pageQuerySchema } from './pagination.ts';
import { problemSchema } from './problem.ts';
import { leadReturnSchema } from './refunds.ts';
import { foreignId, timestamp } from './text.ts';

export const MAX_BATCH_SIZE = 500;

/** What the caller wants to find again with a lead. */
export const labelsSchema = z
  .record(z.string().max(64), z.string().max(256))
  .refine((record) => Object.keys(record).length <= 10, { error: 'must have at most 10 labels' });

const deliveryFields = z.strictObject({
  buyerId: z.string().max(64).optional(),
  externalBuyerId: z.string().max(200).optional(),
  leadId: foreignId(200),
  price: positiveMoneySchema,
  labels: labelsSchema.optional(),
  waitMs: z.int().min(0).max(30_000).optional(),
});

export const createDeliverySchema = deliveryFields.refine(
  (body) => (body.buyerId === undefined) !== (body.externalBuyerId === undefined),
  { error: 'send either buyerId or externalBuyerId', path: ['buyerId'] },
);

export const createDeliveryBatchSchema = z.strictObject({
  deliveries: z.array(createDeliverySchema).min(1).max(MAX_BATCH_SIZE),
});

export const FUNDED_BY = ['wallet', 'card', 'credit', 'manual', 'trust'] as const;
export const DELIVERY_OUTCOMES = ['delivered', 'pending', 'returned', 'refused'] as const;

export const deliverySchema = z.object({
  id: z.string(),
  outcome: z.enum(DELIVERY_OUTCOMES),
  buyerId: z.string(),
  leadId: z.string(),
  price: moneySchema,
  fundedBy: z.enum(FUNDED_BY).nullable(),
  fundingReason: z
    .enum(FUNDING_REASONS)
    .nullable()
    .meta({ description: 'Why another rung than the wallet pays; null: it is the wallet, or nobody' }),
  reason: z.string().meta({ description: 'Why this rung paid, or why the lead was refused' }),
  walletId: z.string(),
  balance: moneySchema.nullable().meta({ description: "The wallet's balance right after this delivery" }),
  labels: z.record(z.string(), z.string()),
  card: z
    .object({ brand: z.string(), last4: z.string() })
    .nullable()
    .meta({ description: 'The card that was, or is being, charged for this lead' }),
  charge: z
    .object({
      id: z.string(),
      stripe: z.object({ paymentIntentId: z.string().nullable(), chargeId: z.string().nullable() }),
    })
    .nullable(),
  return: leadReturnSchema.nullable(),
  createdAt: timestamp,
  decidedAt: timestamp.nullable().meta({ description: 'Null while the outcome is pending' }),
  workflowUrl: z
    .string()
    .nullable()
    .meta({ description: 'The process that charges the card, for operators; null where no card is charged' }),
});

/** What a refusal says beside the problem, so that a router can act on it without asking again. */
export const shortageFields = {
  available: moneySchema,
  required: moneySchema,
  retryable: z.boolean(),
  retryAfterMs: z.number().int().nullable(),
  topUpInProgress: z.boolean(),
  unblockedBy: z.string(),
};

export const refusalFields = { deliveryId: z.string(), ...shortageFields };

export const refusalProblemSchema = problemSchema.extend(refusalFields);

export const deliveryResultSchema = z.union([
  deliverySchema.extend({ outcome: z.enum(['delivered', 'pending', 'returned']) }),
  z.object({
    outcome: z.literal('refused'),
    code: z.enum(REFUSAL_CODES),
    detail: z.string(),
    ...refusalFields,
  }),
  z.object({ outcome: z.literal('error'), code: z.enum(ERROR_CODES), detail: z.string() }),
]);

export const deliveryBatchSchema = z.object({ results: z.array(deliveryResultSchema) });

export const deliveriesQuerySchema = z.strictObject({
  ...pageQuerySchema.shape,
  buyerId: z.string().max(64).optional(),
  leadId: z.string().max(200).optional(),
  outcome: z.enum(DELIVERY_OUTCOMES).optional(),
});

export type CreateDeliveryRequest = z.infer<typeof createDeliverySchema>;
export type DeliveryResource = z.infer<typeof deliverySchema>;
export type DeliveryResult = z.infer<typeof deliveryResultSchema>;
export type RefusalProblem = z.infer<typeof refusalProblemSchema>;
export type FundedBy = (typeof FUNDED_BY)[number];
export type DeliveriesQuery = z.infer<typeof deliveriesQuerySchema>;
