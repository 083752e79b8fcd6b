import { z } from 'zod';
import { RETRY_STATES, TOP_UP_FUNDINGS, TOP_UP_STATUSES } from '../codes/index.ts';
import { moneySchema, positiveMoneySchema } from './money.ts';
import { pageQuerySchema } from './pagination.ts';
import { correctionSchema, refundableSchema, refundSchema } from './refunds.ts';
import { lineOfText, timestamp } from './text.ts';

export const createTopUpSchema = z.strictObject({
  amount: positiveMoneySchema,
  funding: z.enum(TOP_UP_FUNDINGS),
  buyerId: z
    .string()
    .max(64)
    .optional()
    .meta({ description: 'Whose card, when a shared wallet is topped up' }),
  paymentMethodId: z.string().max(64).optional().meta({ description: "Default: the payer's default card" }),
  reference: lineOfText(200)
    .optional()
    .meta({ description: 'For `external`: the bank reference or receipt' }),
  reason: lineOfText(500).optional().meta({ description: 'Required for `promotional`' }),
  invoice: z.boolean().optional().meta({
    description: 'Whether a Stripe invoice is made of it; default: as the buyer, else the account, has it',
  }),
  cancelPendingRetry: z.boolean().optional().meta({
    description:
      'Whether failed charges of this wallet that the credit covers, the oldest first, are given up and not taken again; default: true',
  }),
});

export const cancelTopUpSchema = z.strictObject({ reason: lineOfText(500).optional() });

export const declineSchema = z.object({
  code: z.string().meta({ description: "Stripe's decline code, for machines" }),
  message: z.string().meta({ description: 'What happened, in words that can be shown to anyone' }),
  nextStep: z.string().meta({ description: 'What the payer or the admin can do' }),
});

export const attemptSchema = z.object({
  number: z.number().int(),
  outcome: z.enum(['pending', 'succeeded', 'processing', 'requires_action', 'declined', 'unknown']),
  decline: declineSchema.nullable(),
  startedAt: timestamp,
  decidedAt: timestamp.nullable(),
  card: z.object({ brand: z.string(), last4: z.string() }).nullable(),
});

export const timelineItemSchema = z.object({ at: timestamp, text: z.string() });

/** The receipt of a top-up as a Stripe invoice, paid by the top-up's own payment. */
export const topUpInvoiceSchema = z.object({
  id: z.string(),
  number: z.string().nullable().meta({ description: 'Null until Stripe has given it one' }),
  hostedUrl: z.string().nullable(),
  pdfUrl: z.string().nullable(),
  status: z
    .enum(['draft', 'paid'])
    .meta({ description: '`draft`: Stripe is being asked to make it; the credit does not wait for that' }),
});

export const topUpSchema = z.object({
  id: z.string(),
  walletId: z.string(),
  buyerId: z.string().nullable(),
  amount: moneySchema,
  funding: z.enum(TOP_UP_FUNDINGS),
  trigger: z
    .enum(['manual', 'auto', 'debt'])
    .meta({ description: '`debt`: collects what is owed for leads whose charge failed' }),
  status: z.enum(TOP_UP_STATUSES),
  payer: z.enum(['account', 'buyer']).nullable(),
  paymentMethod: z
    .object({
      id: z.string(),
      brand: z.string(),
      last4: z.string(),
      expMonth: z.number().int(),
      expYear: z.number().int(),
    })
    .nullable(),
  reference: z.string().nullable(),
  reason: z.string().nullable(),
  decline: declineSchema.nullable(),
  waitingFor: z.string().nullable().meta({ description: 'While it goes on: what it waits for, in words' }),
  retryState: z.enum(RETRY_STATES).nullable().meta({ description: 'While its charge is failing' }),
  nextAttemptAt: timestamp.nullable(),
  chargeId: z.string().nullable(),
  incidentId: z.string().nullable(),
  balanceAfter: moneySchema.nullable(),
  refundable: refundableSchema.nullable().meta({ description: 'Null in lists; ask for the top-up itself' }),
  refunds: z.array(refundSchema),
  correction: correctionSchema.nullable(),
  tax: moneySchema.meta({ description: 'Paid on top of the amount; always zero for now' }),
  invoice: topUpInvoiceSchema
    .nullable()
    .meta({ description: 'Once the credit is there, where one was wanted' }),
  attempts: z.array(attemptSchema),
  timeline: z.array(timelineItemSchema),
  stripe: z.object({
    paymentMethodId: z.string().optional(),
    paymentIntentId: z.string().optional(),
    chargeId: z.string().optional(),
  }),
  workflow: z.object({ id: z.string(), url: z.string() }).nullable(),
  requestedBy: z.string(),
  createdAt: timestamp,
  updatedAt: timestamp,
  endedAt: timestamp.nullable(),
});

export const topUpsQuerySchema = z.strictObject({
  ...pageQuerySchema.shape,
  walletId: z.string().max(64).optional(),
  status: z.enum(TOP_UP_STATUSES).optional(),
});

export type CreateTopUpRequest = z.infer<typeof createTopUpSchema>;
export type TopUpResource = z.infer<typeof topUpSchema>;
export type TopUpAttemptResource = z.infer<typeof attemptSchema>;
export type DeclineResource = z.infer<typeof declineSchema>;
export type TopUpsQuery = z.infer<typeof topUpsQuerySchema>;
