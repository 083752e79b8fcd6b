import type { Buyer } from '@drawdown/ledger';
import type { BuyerResource } from '@drawdown/shared/http';
import type { Money, MoneyJson } from '@drawdown/shared/money';
import { moneyToJson } from '@drawdown/shared/money';
import { paymentMethodJson } from '../payment-methods/resource.ts';

export function buyerJson(buyer: Buyer): BuyerResource {
  const { id, name, externalId, email, currency, walletId, deliveryStatus, wallet } = buyer;
  return {
    id,
    name,
    externalId,
    email,
    currency,
    walletId,
    wallet: {
      name: wallet.name,
      owner: wallet.owner,
      sharedBy: wallet.sharedBy,
      balance: moneyToJson(wallet.balance),
      held: moneyToJson(wallet.held),
      available: moneyToJson(wallet.available),
    },
    deliveryStatus,
    pauseReasons: buyer.pauseReasons.map(({ reason, since, note }) => ({
      reason,
      since: since.toISOString(),
      note,
    })),
    billing: billingJson(buyer.billing),
    defaultPaymentMethod:
      buyer.defaultPaymentMethod === null ? null : paymentMethodJson(buyer.defaultPaymentMethod),
    createdAt: buyer.createdAt.toISOString(),
  };
}

function billingJson(billing: Buyer['billing']): BuyerResource['billing'] {
  return {
    mechanism: billing.mechanism,
    failurePolicy: billing.failurePolicy,
    pauseTiming: billing.pauseTiming,
    fallbackToCard: billing.fallbackToCard,
    exposureLimit: limitJson(billing.exposureLimit),
    creditLimit: limitJson(billing.creditLimit),
    termsDays: billing.termsDays,
    invoicePeriod: billing.invoicePeriod,
    dailyCap: limitJson(billing.dailyCap),
    monthlyCap: limitJson(billing.monthlyCap),
    returnWindowDays: billing.returnWindowDays,
  };
}

function limitJson(limit: Money | null): MoneyJson | null {
  return limit === null ? null : moneyToJson(limit);
}
