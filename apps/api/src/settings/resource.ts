import type { BillingSettings } from '@drawdown/ledger';
import type { BillingSettingsResource, UpdateBillingSettingsRequest } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { moneyFromJson, moneyToJson } from '@drawdown/shared/money';
import { STANDARD_RETRY_POLICY } from '@drawdown/shared/retries';
import { fieldProblem } from '../http/problem.ts';

export function settingsJson(settings: BillingSettings): BillingSettingsResource {
  return {
    topUpMinimum: moneyToJson(settings.topUpMinimum),
    topUpMaximum: moneyToJson(settings.topUpMaximum),
    walletOnlyFunding: settings.walletOnlyFunding,
    defaultExposureLimit: moneyToJson(settings.defaultExposureLimit),
    residue: moneyToJson(settings.residue),
    retryPolicy: settings.retryPolicy,
    mailReplyTo: settings.mailReplyTo,
    invoiceTopUps: settings.invoiceTopUps,
    topUpTax: settings.topUpTax,
  };
}

/** What was sent; what is absent stays as it is. */
export function settingsChange(body: UpdateBillingSettingsRequest): Partial<BillingSettings> {
  const { walletOnlyFunding, retryPolicy, mailReplyTo, invoiceTopUps, topUpTax } = body;
  return {
    ...money('topUpMinimum', body.topUpMinimum),
    ...money('topUpMaximum', body.topUpMaximum),
    ...money('defaultExposureLimit', body.defaultExposureLimit),
    ...money('residue', body.residue),
    ...(walletOnlyFunding === undefined ? {} : { walletOnlyFunding }),
    ...(retryPolicy === undefined ? {} : { retryPolicy: policyOf(retryPolicy) }),
    ...(mailReplyTo === undefined ? {} : { mailReplyTo }),
    ...(invoiceTopUps === undefined ? {} : { invoiceTopUps }),
    ...(topUpTax === undefined ? {} : { topUpTax: availableTax(topUpTax) }),
  };
}

/** There is no book for collected tax yet: a top-up that took some would leave it nowhere. @throws ProblemError */
function availableTax(
  tax: NonNullable<UpdateBillingSettingsRequest['topUpTax']>,
): BillingSettings['topUpTax'] {
  if (tax === 'none') return tax;
  throw fieldProblem(
    'validation_failed',
    'topUpTax',
    'must be "none": top-ups cannot be taxed yet. Tax what the leads cost, or invoice the tax separately',
  );
}

function policyOf(
  policy: NonNullable<UpdateBillingSettingsRequest['retryPolicy']> | null,
): BillingSettings['retryPolicy'] {
  if (policy === null) return { ...STANDARD_RETRY_POLICY, label: null };
  return { ...policy, label: policy.label ?? null };
}

function money<K extends string>(field: K, json: MoneyJson | undefined) {
  return json === undefined ? {} : { [field]: moneyFromJson(json) };
}
