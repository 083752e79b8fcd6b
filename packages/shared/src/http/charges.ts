import { z } from 'zod';
import { RETRY_STATES } from '../codes/index.ts';
import { moneySchema } from './money.ts';
import { pageQuerySchema } from './pagination.ts';
import { lineOfText, timestamp } from './text.ts';
import { attemptSchema, declineSchema, topUpSchema } from './top-ups.ts';
import { workflowLinkSchema } from './workflow-link.ts';

/** A charge that was declined and is still to be collected. */
export const failingChargeSchema = z.object({
  id: z.string(),
  topUpId: z.string(),
  walletId: z.string(),
  walletName: z.string().nullable(),
  amount: moneySchema,
  payer: z.enum(['account', 'buyer']),
  payerBuyerId: z.string().nullable(),
  card: z.object({
    id: z.string(),
    brand: z.string(),
    last4: z.string(),
    expMonth: z.number().int(),
    expYear: z.number().int(),
  }),
  state: z.enum(RETRY_STATES),
  stateWords: z.string().meta({ description: 'What it waits for, in words' }),
  nextAttemptAt: timestamp.nullable(),
  firstDeclinedAt: timestamp,
  attempts: z.array(attemptSchema),
  decline: declineSchema,
  declineClass: z.string(),
  incidentId: z.string().meta({ description: 'One declined card is one incident, whatever it concerns' }),
  siblings: z.number().int().meta({ description: 'Other open charges that failed on the same card' }),
  affectedBuyers: z.array(z.object({ buyerId: z.string(), name: z.string() })),
  scheduleLabel: z.string().nullable(),
  workflow: workflowLinkSchema,
  stripe: z.object({
    paymentMethodId: z.string().optional(),
    paymentIntentId: z.string().optional(),
    chargeId: z.string().optional(),
  }),
});

export const chargesQuerySchema = z.strictObject({
  ...pageQuerySchema.shape,
  walletId: z.string().max(64).optional(),
  buyerId: z.string().max(64).optional(),
  incidentId: z.string().max(64).optional(),
});

/** What became of the attempt or the closing, and how things stand now. */
export const chargeActionSchema = z.object({
  outcome: z.enum(['paid', 'declined', 'waiting', 'closed']),
  words: z.string(),
  decline: declineSchema.nullable(),
  charge: failingChargeSchema.nullable().meta({ description: 'Null once it is not failing any more' }),
  topUp: topUpSchema,
});

export const retryChargeSchema = z.strictObject({ note: lineOfText(500).optional() });
export const closeChargeSchema = z.strictObject({ note: lineOfText(500) });
export const markChargePaidSchema = z.strictObject({
  reference: lineOfText(200).meta({ description: 'How it was paid: the bank reference or receipt' }),
  note: lineOfText(500).optional(),
});

export type FailingChargeResource = z.infer<typeof failingChargeSchema>;
export type ChargeActionResource = z.infer<typeof chargeActionSchema>;
export type ChargesQuery = z.infer<typeof chargesQuerySchema>;
