import { z } from 'zod';
import { REFUND_ORIGINS, REFUND_STATUSES, RETURN_CODES, RETURNED_TO } from '../codes/index.ts';
import { moneySchema, positiveMoneySchema } from './money.ts';
import { pageQuerySchema } from './pagination.ts';
import { lineOfText, timestamp } from './text.ts';
import { workflowLinkSchema } from './workflow-link.ts';

export const createRefundSchema = z.strictObject({
  amount: positiveMoneySchema,
  reason: lineOfText(500).optional(),
  keepAutoTopUp: z.boolean().optional().meta({
    description:
      'Leaves an auto top-up on that the refund makes due, so that the card is charged again; by default it is turned off',
  }),
});

export const correctTopUpSchema = z.strictObject({ reason: lineOfText(500) });

export const returnDeliverySchema = z.strictObject({
  reason: z.enum(RETURN_CODES).meta({ description: 'One of the closed list of return codes' }),
  note: lineOfText(500).optional(),
});

/** What of a top-up can go back to its card at this moment, and what limits it. */
export const refundableSchema = z.object({
  amount: moneySchema.meta({ description: 'At most this much can be refunded now' }),
  unspent: moneySchema.meta({ description: 'What leads have not used of this top-up' }),
  because: z
    .string()
    .nullable()
    .meta({ description: 'What limits it, in words with numbers; null: all of it can be refunded' }),
  autoTopUpFrom: moneySchema.nullable().meta({
    description:
      'A refund of this much or more leaves the wallet at or below the threshold of its auto top-up, and turns it off ' +
      'unless `keepAutoTopUp` is sent; null: none would',
  }),
});

export const refundSchema = z.object({
  id: z.string(),
  origin: z.enum(REFUND_ORIGINS),
  status: z.enum(REFUND_STATUSES),
  amount: moneySchema,
  topUpId: z.string().nullable(),
  walletId: z.string().nullable(),
  deliveryId: z.string().nullable().meta({ description: 'The returned lead that it pays back' }),
  chargeId: z.string(),
  card: z.object({ brand: z.string(), last4: z.string() }),
  reason: z.string().nullable(),
  waitingFor: z.string().nullable().meta({ description: 'While it goes on: what it waits for, in words' }),
  failure: z
    .object({ code: z.string(), message: z.string() })
    .nullable()
    .meta({ description: 'Why it failed, and where the money is now' }),
  autoTopUpTurnedOff: z.boolean(),
  stripe: z.object({ refundId: z.string().optional(), paymentIntentId: z.string().optional() }),
  workflow: workflowLinkSchema.nullable(),
  requestedBy: z.string(),
  createdAt: timestamp,
  updatedAt: timestamp,
  endedAt: timestamp.nullable(),
});

export const refundsQuerySchema = z.strictObject({
  ...pageQuerySchema.shape,
  topUpId: z.string().max(64).optional(),
  walletId: z.string().max(64).optional(),
  status: z.enum(REFUND_STATUSES).optional(),
});

/** What undid a mistyped external or promotional credit. */
export const correctionSchema = z.object({ amount: moneySchema, reason: z.string(), at: timestamp });

export const leadReturnSchema = z.object({
  id: z.string(),
  code: z.enum(RETURN_CODES),
  note: z.string().nullable(),
  amount: moneySchema,
  returnedTo: z.enum(RETURNED_TO).meta({
    description: '`wallet`: credited; `receivable`: owed no more; `card`: on its way to the card that paid',
  }),
  refundId: z.string().nullable(),
  explanation: z.string().meta({ description: 'Where the money went, in words' }),
  returnedBy: z.string(),
  at: timestamp,
});

export type CreateRefundRequest = z.infer<typeof createRefundSchema>;
export type CorrectTopUpRequest = z.infer<typeof correctTopUpSchema>;
export type ReturnDeliveryRequest = z.infer<typeof returnDeliverySchema>;
export type RefundableResource = z.infer<typeof refundableSchema>;
export type RefundResource = z.infer<typeof refundSchema>;
export type RefundsQuery = z.infer<typeof refundsQuerySchema>;
export type CorrectionResource = z.infer<typeof correctionSchema>;
export type LeadReturnResource = z.infer<typeof leadReturnSchema>;
