import { z } from 'zod';
import { NOT_STARTED_BECAUSE, SUSPENDED_BECAUSE } from '../codes/index.ts';
import { consentInputSchema, consentSchema } from './consent.ts';
import { limitMoneySchema, moneySchema, positiveMoneySchema } from './money.ts';
import { timestamp } from './text.ts';

const ruleFields = z.strictObject({
  enabled: z.boolean(),
  threshold: limitMoneySchema.meta({ description: 'Charges when `available` is at or below this' }),
  amount: positiveMoneySchema.nullish().meta({ description: 'A fixed sum, in whole increments' }),
  targetBalance: positiveMoneySchema.nullish().meta({ description: 'Or: fill up to this balance' }),
  payer: z.enum(['account', 'buyer']),
  payerBuyerId: z.string().max(64).nullish().meta({ description: 'Whose card, on a shared wallet' }),
  dailyLimit: positiveMoneySchema
    .nullish()
    .meta({ description: 'Absent: three times the amount; null: no limit' }),
  monthlyLimit: positiveMoneySchema.nullish(),
  consent: consentInputSchema.optional(),
});

type Sizing = Pick<z.infer<typeof ruleFields>, 'amount' | 'targetBalance'>;

const oneSizing = ({ amount, targetBalance }: Sizing) => (amount == null) !== (targetBalance == null);
const ONE_SIZING = { error: 'send either amount or targetBalance', path: ['amount'] };

export const saveAutoTopUpSchema = ruleFields
  .refine(oneSizing, ONE_SIZING)
  .refine(({ enabled, consent }) => !enabled || consent !== undefined, {
    error: 'is required: say what the payer agreed to',
    path: ['consent'],
  });

/** The same rule; nothing is saved, so nobody has to agree to it yet. */
export const previewAutoTopUpSchema = ruleFields.refine(oneSizing, ONE_SIZING);

export const autoTopUpPreviewSchema = z.object({
  chargesNow: moneySchema.nullable().meta({ description: 'What saving would charge at once; null: nothing' }),
});

export const autoTopUpSchema = z.object({
  walletId: z.string(),
  enabled: z.boolean(),
  state: z.enum(['off', 'on', 'suspended']),
  threshold: moneySchema,
  amount: moneySchema.nullable(),
  targetBalance: moneySchema.nullable(),
  payer: z.enum(['account', 'buyer']),
  payerBuyerId: z.string().nullable(),
  dailyLimit: moneySchema.nullable(),
  monthlyLimit: moneySchema.nullable(),
  consent: consentSchema,
  suspended: z
    .object({
      since: timestamp,
      because: z.enum(SUSPENDED_BECAUSE),
      words: z.string(),
      unblockedBy: z.string(),
      card: z.object({ brand: z.string(), last4: z.string() }).nullable(),
      topUpId: z.string().nullable(),
    })
    .nullable(),
  notStarted: z.object({ because: z.enum(NOT_STARTED_BECAUSE), words: z.string() }).nullable(),
  openTopUpId: z.string().nullable().meta({ description: 'The automatic top-up that is open now' }),
  updatedAt: timestamp,
});

export const savedAutoTopUpSchema = autoTopUpSchema.extend({
  startedTopUpId: z.string().nullable().meta({ description: 'What saving charged at once' }),
});

export type SaveAutoTopUpRequest = z.infer<typeof saveAutoTopUpSchema>;
export type PreviewAutoTopUpRequest = z.infer<typeof previewAutoTopUpSchema>;
export type AutoTopUpResource = z.infer<typeof autoTopUpSchema>;
export type SavedAutoTopUpResource = z.infer<typeof savedAutoTopUpSchema>;
