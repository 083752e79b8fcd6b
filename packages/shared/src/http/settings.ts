import { z } from 'zod';
import { limitMoneySchema, moneySchema, positiveMoneySchema } from './money.ts';
import { lineOfText } from './text.ts';

export const WALLET_ONLY_FUNDINGS = ['account_card', 'external', 'promotional'] as const;

export const TOP_UP_TAXES = ['none', 'exclusive'] as const;

const DAY_SECONDS = 24 * 3_600;
const MAX_RETRIES = 8;

const delaySeconds = z
  .int()
  .min(10)
  .max(30 * DAY_SECONDS);
const delays = z.array(delaySeconds).max(MAX_RETRIES);

/** Seconds to the next attempt by kind of decline, each from the decline before. */
const retryPolicyFields = {
  softFunds: delays,
  softIssuer: delays,
  softTechnical: delays,
  giveUpAfter: z
    .int()
    .min(3_600)
    .max(90 * DAY_SECONDS),
};

const retryPolicySchema = z.object({ ...retryPolicyFields, label: z.string().nullable() });

const fields = {
  topUpMinimum: positiveMoneySchema,
  topUpMaximum: positiveMoneySchema,
  walletOnlyFunding: z.strictObject({
    default: z.enum(WALLET_ONLY_FUNDINGS),
    permitted: z.array(z.enum(WALLET_ONLY_FUNDINGS)).min(1),
  }),
  defaultExposureLimit: limitMoneySchema.meta({
    description: 'What a buyer may owe for leads on trust, where it has no limit of its own',
  }),
  residue: limitMoneySchema.meta({
    description: 'What is left unpaid at or below this never keeps a buyer paused',
  }),
  retryPolicy: z
    .strictObject({ ...retryPolicyFields, label: lineOfText(100).nullish() })
    .nullable()
    .meta({ description: 'Null: the standard schedule' }),
  mailReplyTo: z.email({ error: 'must be an email address' }).max(254).nullable(),
  invoiceTopUps: z.boolean().meta({
    description: 'Top-ups by card appear on a Stripe invoice, unless buyer or top-up say otherwise',
  }),
  topUpTax: z.enum(TOP_UP_TAXES).meta({
    description: '`none`: a top-up is credit, and untaxed. `exclusive` is not available yet',
  }),
};

export const billingSettingsSchema = z.object({
  ...fields,
  topUpMinimum: moneySchema,
  topUpMaximum: moneySchema,
  defaultExposureLimit: moneySchema,
  residue: moneySchema,
  retryPolicy: retryPolicySchema,
});

/** What is left out stays as it is. */
export const updateBillingSettingsSchema = z.strictObject(fields).partial();

export type BillingSettingsResource = z.infer<typeof billingSettingsSchema>;
export type UpdateBillingSettingsRequest = z.infer<typeof updateBillingSettingsSchema>;
