import { z } from 'zod';
import { receivablePaymentSchema } from './invoices.ts';
import { moneySchema, positiveMoneySchema } from './money.ts';
import { lineOfText, timestamp } from './text.ts';

/** Money that reached the agency outside Stripe, for what a buyer owes on account. */
export const recordPaymentSchema = z.strictObject({
  amount: positiveMoneySchema,
  reference: lineOfText(200).meta({ description: 'The bank reference, receipt or cheque number' }),
  receivedAt: z.iso
    .datetime({ offset: true, error: 'must be an RFC 3339 instant' })
    .optional()
    .meta({ description: 'When the money came in; default: now' }),
  invoiceId: z.string().max(64).optional().meta({ description: 'Default: the oldest open invoices' }),
  note: lineOfText(500).optional(),
});

export const reversePaymentSchema = z.strictObject({ reason: lineOfText(500) });

/** A payment with what it was counted towards, and whether it was taken back. */
export const paymentSchema = z.object({
  ...receivablePaymentSchema.shape,
  allocations: z
    .array(z.object({ invoiceId: z.string(), amount: moneySchema }))
    .meta({ description: 'The invoices that it pays, and how much of each' }),
  unallocated: moneySchema.meta({
    description: 'What counts towards leads that are on no invoice yet; it pays the next one',
  }),
  reversed: z.object({ at: timestamp, reason: z.string(), by: z.string() }).nullable(),
});

export type RecordPaymentRequest = z.infer<typeof recordPaymentSchema>;
export type ReversePaymentRequest = z.infer<typeof reversePaymentSchema>;
export type PaymentResource = z.infer<typeof paymentSchema>;
