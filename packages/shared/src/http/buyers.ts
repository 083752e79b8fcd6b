import { z } from 'zod';
import { PAUSE_REASONS } from '../codes/index.ts';
import { currencyCode, limitMoneySchema, moneySchema } from './money.ts';
import { pageQuerySchema } from './pagination.ts';
import { paymentMethodSchema } from './payment-methods.ts';
import { foreignId, lineOfText, timestamp } from './text.ts';

export const BILLING_MECHANISMS = ['wallet', 'direct_charge', 'net_terms', 'manual'] as const;
export const FAILURE_POLICIES = ['pause', 'continue'] as const;
export const PAUSE_TIMINGS = ['immediate', 'when_exhausted'] as const;
export const INVOICE_PERIODS = ['weekly', 'monthly'] as const;

const billingFields = {
  mechanism: z.enum(BILLING_MECHANISMS),
  failurePolicy: z.enum(FAILURE_POLICIES),
  pauseTiming: z.enum(PAUSE_TIMINGS),
  fallbackToCard: z.boolean(),
  exposureLimit: limitMoneySchema.nullable(),
  creditLimit: limitMoneySchema.nullable(),
  termsDays: z.int().min(0).max(120).nullable(),
  invoicePeriod: z.enum(INVOICE_PERIODS).nullable(),
  dailyCap: limitMoneySchema.nullable(),
  monthlyCap: limitMoneySchema.nullable(),
  returnWindowDays: z.int().min(0).max(365),
  retryWhilePaused: z
    .boolean()
    .meta({ description: 'A failed charge is retried also while delivery is paused' }),
  notifyBuyer: z.boolean().meta({ description: 'Mail about payments goes to the buyer too' }),
  invoiceTopUps: z
    .boolean()
    .nullable()
    .meta({ description: 'Whether its top-ups appear on a Stripe invoice; null: as the account has it' }),
};

export const billingSchema = z.object(billingFields);
const billingPatchSchema = z.strictObject(billingFields).partial();

export const createBuyerSchema = z.strictObject({
  name: lineOfText(200),
  externalId: foreignId(200).optional(),
  email: z.email({ error: 'must be an email address' }).max(254).optional(),
  currency: currencyCode.optional(),
  walletId: z.string().max(64).optional(),
  billing: billingPatchSchema.optional(),
});

export const updateBuyerSchema = z
  .strictObject({
    name: lineOfText(200),
    externalId: foreignId(200).nullable(),
    email: z.email({ error: 'must be an email address' }).max(254).nullable(),
    billing: billingPatchSchema,
  })
  .partial();

export const buyersQuerySchema = z.strictObject({
  ...pageQuerySchema.shape,
  search: z.string().max(200).optional(),
  externalId: z.string().max(200).optional(),
  walletId: z.string().max(64).optional(),
});

export const buyerSchema = z.object({
  id: z.string(),
  name: z.string(),
  externalId: z.string().nullable(),
  email: z.string().nullable(),
  currency: currencyCode,
  walletId: z.string(),
  wallet: z
    .object({
      name: z.string().nullable(),
      owner: z.enum(['buyer', 'account']),
      sharedBy: z.number().int().meta({ description: 'How many buyers draw on this wallet' }),
      balance: moneySchema,
      held: moneySchema,
      available: moneySchema,
    })
    .meta({ description: 'The wallet as it stood when this was read' }),
  deliveryStatus: z.enum(['active', 'paused']),
  pauseReasons: z.array(
    z.object({ reason: z.enum(PAUSE_REASONS), since: timestamp, note: z.string().nullable() }),
  ),
  billing: billingSchema,
  defaultPaymentMethod: paymentMethodSchema.nullable(),
  createdAt: timestamp,
});

export type CreateBuyerRequest = z.infer<typeof createBuyerSchema>;
export type UpdateBuyerRequest = z.infer<typeof updateBuyerSchema>;
export type BuyersQuery = z.infer<typeof buyersQuerySchema>;
export type BuyerBilling = z.infer<typeof billingSchema>;
export type BuyerResource = z.infer<typeof buyerSchema>;
