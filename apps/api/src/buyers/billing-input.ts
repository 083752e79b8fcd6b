import type { CreateBuyerInput } from '@drawdown/ledger';
import type { CreateBuyerRequest } from '@drawdown/shared/http';
import { optionalMoney } from '../http/optional-money.ts';

type BillingRequest = NonNullable<CreateBuyerRequest['billing']>;
type BillingInput = NonNullable<CreateBuyerInput['billing']>;

/** The billing fields that were sent; what is absent stays absent, so that it keeps its value. */
export function billingInput(billing: BillingRequest | undefined): BillingInput | undefined {
  if (billing === undefined) return undefined;
  const { exposureLimit, creditLimit, dailyCap, monthlyCap, ...plain } = billing;
  return {
    ...plain,
    exposureLimit: optionalMoney(exposureLimit),
    creditLimit: optionalMoney(creditLimit),
    dailyCap: optionalMoney(dailyCap),
    monthlyCap: optionalMoney(monthlyCap),
  };
}
