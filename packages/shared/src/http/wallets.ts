import { z } from 'zod';
import { autoTopUpSchema } from './auto-top-up.ts';
import { currencyCode, moneySchema, positiveMoneySchema } from './money.ts';
import { pageQuerySchema } from './pagination.ts';
import { lineOfText, timestamp } from './text.ts';

export const createWalletSchema = z.strictObject({
  owner: z.literal('account', {
    error: 'must be "account": a buyer gets a wallet of its own when it is created',
  }),
  currency: currencyCode,
  name: lineOfText(200),
});

export const updateWalletSchema = z.strictObject({ lowBalance: positiveMoneySchema.nullable() });

export const walletSchema = z.object({
  id: z.string(),
  owner: z.enum(['buyer', 'account']),
  name: z.string().nullable(),
  buyers: z.array(z.object({ id: z.string(), name: z.string() })).meta({
    description: 'The buyers that draw on it; the first 100 by name',
  }),
  sharedBy: z.number().int(),
  currency: currencyCode,
  balance: moneySchema.meta({ description: 'Posted money' }),
  held: moneySchema.meta({ description: 'Reserved by open holds' }),
  available: moneySchema.meta({ description: 'balance - held' }),
  pendingTopUps: moneySchema.meta({ description: 'Top-ups on their way; not part of the balance' }),
  version: z.number().int().meta({ description: 'Number of entries so far; grows by one with each' }),
  autoTopUp: autoTopUpSchema.nullable(),
  lowBalance: moneySchema.nullable().meta({ description: 'Below this a mail is sent; null: never' }),
  lowBalanceSince: timestamp.nullable(),
  createdAt: timestamp,
});

export const ENTRY_TYPES = [
  'top_up',
  'external_credit',
  'promotional_credit',
  'delivery',
  'return',
  'refund',
  'refund_reversal',
  'dispute',
  'dispute_reversal',
  'correction',
  'settlement',
  'receivable_payment',
  'write_off',
  'transfer',
] as const;

export const entrySchema = z.object({
  id: z.string(),
  type: z.enum(ENTRY_TYPES),
  amount: moneySchema.meta({ description: 'Signed: what the wallet gained (+) or lost (-)' }),
  balanceAfter: moneySchema,
  version: z.number().int(),
  at: timestamp,
  description: z.string(),
  card: z
    .object({ brand: z.string(), last4: z.string() })
    .nullable()
    .meta({ description: 'The card behind a top-up, refund or dispute' }),
  payer: z.enum(['account', 'buyer']).nullable().meta({ description: 'Whose card it is' }),
  buyerId: z.string().nullable(),
  deliveryId: z.string().nullable(),
  leadId: z.string().nullable(),
  topUpId: z.string().nullable(),
});

export const walletsQuerySchema = z.strictObject({
  ...pageQuerySchema.shape,
  owner: z.enum(['buyer', 'account']).optional(),
});

export type CreateWalletRequest = z.infer<typeof createWalletSchema>;
export type UpdateWalletRequest = z.infer<typeof updateWalletSchema>;
export type WalletResource = z.infer<typeof walletSchema>;
export type EntryType = (typeof ENTRY_TYPES)[number];
export type EntryResource = z.infer<typeof entrySchema>;
export type WalletsQuery = z.infer<typeof walletsQuerySchema>;
