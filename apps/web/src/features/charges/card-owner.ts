import type { FailingChargeResource } from '@drawdown/shared/http';

/** Whose card a failing charge is charged to, by name. */
export function cardOwner(charge: FailingChargeResource, accountName: string): string {
  if (charge.payer === 'account') return accountName;
  return charge.affectedBuyers.find(({ buyerId }) => buyerId === charge.payerBuyerId)?.name ?? 'the buyer';
}
