import { z } from 'zod';
import { BILLING_MECHANISMS, billingSchema, buyerSchema } from './buyers.ts';
import { currencyCode, moneySchema } from './money.ts';
import { timestamp } from './text.ts';

/** What can be under way at a buyer while its mechanism, wallet or currency changes. */
export const OPEN_ITEM_KINDS = [
  'balance',
  'left_behind',
  'holds',
  'pending_leads',
  'top_ups',
  'failing_charges',
  'auto_top_up',
  'payer_links',
  'trust',
  'unbilled',
  'invoices',
  'disputes',
  'refunds',
  'returns',
  'pauses',
  'limits',
] as const;

/**
 * stays: is finished where it was begun. moves: goes along. ends: the change itself ends it. must_end_first: while it
 * is open the change is refused.
 */
export const SWITCH_EFFECTS = ['stays', 'moves', 'ends', 'must_end_first'] as const;

const target = {
  mechanism: z.enum(BILLING_MECHANISMS).optional(),
  walletId: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .meta({ description: 'A shared wallet, or `own`: the wallet of the buyer alone' }),
  currency: currencyCode.optional(),
};

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

export const switchQuerySchema = z.strictObject({ ...target, moveBalance: flag.optional() });

/** What changes together with the mechanism: the billing fields without it. */
const switchBillingSchema = z.strictObject(billingSchema.omit({ mechanism: true }).shape).partial();

export const switchBuyerSchema = z.strictObject({
  ...target,
  moveBalance: z.boolean().optional().meta({
    description: 'What is available in the own wallets that it leaves, or has left, moves to the new wallet',
  }),
  billing: switchBillingSchema.optional(),
  previewToken: z.string().max(128).meta({
    description: 'Of the preview that was confirmed; when something else is open now: `state_conflict`',
  }),
});

const placeSchema = z.object({
  mechanism: z.enum(BILLING_MECHANISMS),
  walletId: z.string().nullable().meta({ description: 'Null: a wallet of its own is opened' }),
  walletName: z.string().nullable(),
  walletOwner: z.enum(['buyer', 'account']),
  currency: currencyCode,
});

export const openItemSchema = z.object({
  kind: z.enum(OPEN_ITEM_KINDS),
  effect: z.enum(SWITCH_EFFECTS),
  count: z.number().int(),
  amount: moneySchema.nullable(),
  words: z.string().meta({ description: 'What is open and what happens with it, in one or two sentences' }),
  subjects: z.array(z.string()).meta({ description: 'Ids of what is open; the first 20' }),
});

export const switchPreviewSchema = z.object({
  buyerId: z.string(),
  from: placeSchema,
  to: placeSchema,
  changes: z.boolean().meta({ description: 'False: the buyer is there already and nothing would move' }),
  allowed: z.boolean(),
  reasons: z.array(z.string()).meta({ description: 'Why it is not allowed yet; empty when it is' }),
  warnings: z.array(z.string()).meta({ description: 'What to set up before leads are delivered after it' }),
  open: z.array(openItemSchema),
  moves: moneySchema.nullable().meta({ description: 'What `moveBalance` would move now' }),
  previewToken: z.string(),
});

export const switchedSchema = z.object({
  changed: z.boolean(),
  switchId: z.string().nullable(),
  at: timestamp.nullable(),
  moved: moneySchema.nullable(),
  invoiceIds: z.array(z.string()).meta({ description: 'The invoices that closed the unbilled period' }),
  buyer: buyerSchema,
});

/** A refused change carries the list as it stands now. */
export const switchConflictFields = { preview: switchPreviewSchema };

export type SwitchQuery = z.infer<typeof switchQuerySchema>;
export type SwitchBuyerRequest = z.infer<typeof switchBuyerSchema>;
export type OpenItemKind = (typeof OPEN_ITEM_KINDS)[number];
export type SwitchEffect = (typeof SWITCH_EFFECTS)[number];
export type OpenItemResource = z.infer<typeof openItemSchema>;
export type SwitchPreviewResource = z.infer<typeof switchPreviewSchema>;
export type SwitchedResource = z.infer<typeof switchedSchema>;
