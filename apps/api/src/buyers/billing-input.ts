import type { CreateBuyerInput } from '@drawdown/ledger';
import type { CreateBuyerRequest } from '@drawdown/shared/http';
import type { Money, MoneyJson } from '@drawdown/shared/money';
import { moneyFromJson } from '@drawdown/shared/money';

type BillingRequest = NonNullable<CreateBuyerRequest['billing']>;
type BillingInput = NonNullable<CreateBuyerInput['billing']>;

/** The billing fields that were sent; what is absent stays absent, so that it keeps its value. */
export function billingInput(billing: BillingRequest | undefined): BillingInput | undefined {
  if (billing === undefined) return undefined;
  const { exposureLimit, creditLimit, dailyCap, monthlyCap, ...plain } = billing;
  return {
    ...plain,
    exposureLimit: limitInput(exposureLimit),
    creditLimit: limitInput(creditLimit),
    dailyCap: limitInput(dailyCap),
    monthlyCap: limitInput(monthlyCap),
  };
}

function limitInput(limit: MoneyJson | null | undefined): Money | null | undefined {
  return limit === null || limit === undefined ? limit : moneyFromJson(limit);
}
