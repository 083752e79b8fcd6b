import type { BuyerResource, SwitchBuyerRequest } from '@drawdown/shared/http';
import type { Currency } from '@drawdown/shared/money';
import { CURRENCIES } from '@drawdown/shared/money';
import { z } from 'zod';
import { billingFields, billingValues, readBilling } from '../buyers/edit/billing-form.ts';
import type { SwitchTarget } from './api/switching.ts';

export type SharedWallet = { id: string; name: string; currency: Currency };

export const switchFields = z.object({
  ...billingFields.shape,
  currency: z.enum(CURRENCIES),
  /** `own`, or the id of a shared wallet. */
  walletId: z.string(),
  moveBalance: z.boolean(),
});

export type SwitchValues = z.infer<typeof switchFields>;

/** How things are: nothing is switched yet. */
export function presentValues(buyer: BuyerResource): SwitchValues {
  return {
    ...billingValues(buyer.billing),
    currency: buyer.currency,
    walletId: buyer.wallet.owner === 'buyer' ? 'own' : buyer.walletId,
    moveBalance: false,
  };
}

/** Only what differs from how things are. */
export function targetOf(
  values: Pick<SwitchValues, 'mechanism' | 'walletId' | 'currency' | 'moveBalance'>,
  present: SwitchValues,
): SwitchTarget {
  return {
    ...(values.mechanism === present.mechanism ? {} : { mechanism: values.mechanism }),
    ...(values.walletId === present.walletId ? {} : { walletId: values.walletId }),
    ...(values.currency === present.currency ? {} : { currency: values.currency }),
    ...(values.moveBalance ? { moveBalance: true } : {}),
  };
}

/** Another way to pay has terms of its own, and limits are in one currency. */
export function needsTerms(target: SwitchTarget): boolean {
  return target.mechanism !== undefined || target.currency !== undefined;
}

export function switchSchema(present: SwitchValues) {
  return switchFields.superRefine((values, context) => {
    if (!needsTerms(targetOf(values, present))) return;
    for (const { field, message } of readBilling(values, values.currency).faults)
      context.addIssue({ code: 'custom', path: [field], message });
  });
}

export function switchRequest(
  values: SwitchValues,
  present: SwitchValues,
  previewToken: string,
): SwitchBuyerRequest {
  const target = targetOf(values, present);
  const { mechanism: _inTarget, ...billing } = readBilling(values, values.currency).billing;
  return { ...target, previewToken, ...(needsTerms(target) ? { billing } : {}) };
}
