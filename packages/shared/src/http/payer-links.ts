import { z } from 'zod';
import { moneySchema, positiveMoneySchema } from './money.ts';
import { timestamp } from './text.ts';

export const PAYER_LINK_KINDS = ['save_card', 'pay', 'authenticate'] as const;
export const MAX_LINK_HOURS = 30 * 24;

export const createPayerLinkSchema = z
  .strictObject({
    kind: z.enum(['save_card', 'pay']),
    amount: positiveMoneySchema.optional().meta({ description: 'For `pay`: absent when the payer chooses' }),
    expiresInHours: z.int().min(1).max(MAX_LINK_HOURS).optional().meta({ description: 'Default: 72' }),
    send: z.boolean().optional().meta({ description: "Mail it to the buyer's address" }),
  })
  .refine(({ kind, amount }) => kind === 'pay' || amount === undefined, {
    error: 'is only for a link of the kind "pay"',
    path: ['amount'],
  });

/** A link as the agency sees it; its address is told once, when it is made. */
export const payerLinkSchema = z.object({
  id: z.string(),
  kind: z.enum(PAYER_LINK_KINDS),
  state: z.enum(['open', 'used', 'expired', 'revoked']),
  buyerId: z.string().nullable(),
  walletId: z.string().nullable(),
  chargeId: z.string().nullable(),
  amount: moneySchema.nullable(),
  createdAt: timestamp,
  expiresAt: timestamp,
  usedAt: timestamp.nullable(),
  revokedAt: timestamp.nullable(),
  topUpId: z.string().nullable().meta({ description: 'For `pay`: what it became' }),
});

export const payerLinkCreatedSchema = payerLinkSchema.extend({
  url: z.string().meta({ description: 'Whoever has it can use it, once' }),
  sent: z.boolean(),
});

export type CreatePayerLinkRequest = z.infer<typeof createPayerLinkSchema>;
export type PayerLinkResource = z.infer<typeof payerLinkSchema>;
export type PayerLinkCreatedResource = z.infer<typeof payerLinkCreatedSchema>;
