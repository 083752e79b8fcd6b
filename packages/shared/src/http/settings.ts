import { z } from 'zod';
import { moneySchema, positiveMoneySchema } from './money.ts';

export const WALLET_ONLY_FUNDINGS = ['account_card', 'external', 'promotional'] as const;

const fields = {
  topUpMinimum: positiveMoneySchema,
  topUpMaximum: positiveMoneySchema,
  walletOnlyFunding: z.strictObject({
    default: z.enum(WALLET_ONLY_FUNDINGS),
    permitted: z.array(z.enum(WALLET_ONLY_FUNDINGS)).min(1),
  }),
};

export const billingSettingsSchema = z.object({
  ...fields,
  topUpMinimum: moneySchema,
  topUpMaximum: moneySchema,
});

/** What is left out stays as it is. */
export const updateBillingSettingsSchema = z.strictObject(fields).partial();

export type BillingSettingsResource = z.infer<typeof billingSettingsSchema>;
export type UpdateBillingSettingsRequest = z.infer<typeof updateBillingSettingsSchema>;
