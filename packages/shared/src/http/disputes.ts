import { z } from 'zod';
import { DISPUTE_STATUSES, DISPUTE_VERDICTS } from '../codes/index.ts';
import { moneySchema } from './money.ts';
import { pageQuerySchema } from './pagination.ts';
import { timestamp } from './text.ts';
import { workflowLinkSchema } from './workflow-link.ts';

/** A payment that its payer disputes with the bank, and what it took from whom. */
export const disputeSchema = z.object({
  id: z.string(),
  status: z.enum(DISPUTE_STATUSES),
  statusWords: z.string().meta({ description: 'What it waits for or how it ended, in words' }),
  reason: z.string().meta({ description: "Stripe's code of what the payer claims" }),
  reasonWords: z.string(),
  amount: moneySchema.meta({ description: 'What is disputed; may be less than the payment' }),
  fromWallet: moneySchema.meta({ description: 'Of that: what left the wallet' }),
  fromReceivable: moneySchema.meta({
    description: 'Of that: what the wallet did not have; the next credit settles it',
  }),
  stillOwed: moneySchema.meta({
    description: 'What the owner of the wallet owes for it at this moment, at most',
  }),
  fee: moneySchema.nullable().meta({ description: 'What Stripe took for it, less what it gave back' }),
  verdict: z.enum(DISPUTE_VERDICTS).nullable(),
  evidenceDueAt: timestamp.nullable(),
  openedAt: timestamp,
  endedAt: timestamp.nullable(),
  payment: z.object({
    purpose: z.enum(['top_up', 'lead', 'invoice']),
    amount: moneySchema,
    paidAt: timestamp.nullable(),
    payer: z.enum(['account', 'buyer']),
    card: z.object({ brand: z.string(), last4: z.string() }).nullable(),
    chargeId: z.string().nullable(),
    topUpId: z.string().nullable(),
    deliveryId: z.string().nullable(),
    invoiceId: z.string().nullable(),
  }),
  walletId: z.string().nullable(),
  walletName: z.string().nullable(),
  buyerId: z.string().nullable(),
  buyerName: z.string().nullable(),
  pausedBuyers: z
    .array(z.object({ buyerId: z.string(), name: z.string() }))
    .meta({ description: 'Buyers that receive no leads because of it' }),
  stripe: z.object({
    disputeId: z.string(),
    status: z.string(),
    paymentIntentId: z.string().nullable(),
    url: z.url().nullable().meta({ description: 'Where evidence is submitted; null with the emulator' }),
  }),
  evidenceUrl: z.string().meta({ description: 'The leads that the payment paid for, as CSV' }),
  workflow: workflowLinkSchema,
});

export const disputesQuerySchema = z.strictObject({
  ...pageQuerySchema.shape,
  status: z.enum([...DISPUTE_STATUSES, 'open', 'closed']).optional(),
  walletId: z.string().max(64).optional(),
  buyerId: z.string().max(64).optional(),
  topUpId: z.string().max(64).optional(),
});

export type DisputeResource = z.infer<typeof disputeSchema>;
export type DisputesQuery = z.infer<typeof disputesQuerySchema>;
