import type { CreateBuyerRequest } from '@drawdown/shared/http';
import { createBuyerSchema } from '@drawdown/shared/http';
import type { Currency } from '@drawdown/shared/money';
import { CURRENCIES } from '@drawdown/shared/money';
import { z } from 'zod';
import { billingFields, billingValues, readBilling } from './billing-form.ts';

export const newBuyerFields = z.object({
  ...billingFields.shape,
  name: z.string(),
  email: z.string(),
  externalId: z.string(),
  currency: z.enum(CURRENCIES),
  /** `own`, or the id of a shared wallet. */
  walletId: z.string(),
});

export type NewBuyerValues = z.infer<typeof newBuyerFields>;
export type SharedWallet = { id: string; name: string; currency: Currency };

export function emptyBuyer(currency: Currency): NewBuyerValues {
  return { ...billingValues(null), name: '', email: '', externalId: '', currency, walletId: 'own' };
}

export function newBuyerSchema() {
  return newBuyerFields.superRefine((values, context) => {
    const fault = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (!createBuyerSchema.shape.name.safeParse(values.name).success)
      fault('name', 'Enter the name of the buyer (at most 200 characters).');
    if (values.email.trim() !== '' && !createBuyerSchema.shape.email.safeParse(values.email.trim()).success)
      fault('email', 'Enter an email address, or nothing.');
    if (values.externalId.length > 200) fault('externalId', 'At most 200 characters.');
    for (const { field, message } of readBilling(values, values.currency).faults) fault(field, message);
  });
}

/** What is sent: an own wallet is opened in the chosen currency, a shared one brings its own. */
export function newBuyerRequest(values: NewBuyerValues): CreateBuyerRequest {
  const { billing } = readBilling(values, values.currency);
  return {
    name: values.name.trim(),
    ...(values.email.trim() === '' ? {} : { email: values.email.trim() }),
    ...(values.externalId === '' ? {} : { externalId: values.externalId }),
    currency: values.currency,
    ...(values.walletId === 'own' ? {} : { walletId: values.walletId }),
    billing,
  };
}
