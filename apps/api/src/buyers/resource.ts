import type { Buyer } from '@drawdown/ledger';
import type { BuyerResource } from '@drawdown/shared/http';
import { moneyToJson } from '@drawdown/shared/money';
import { optionalMoneyJson } from '../http/optional-money.ts';
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
    pauseReasons: buyer.pauseReasons.filter(isPausing).map(({ reason, since, note }) => ({
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

/** Others let go on what is left in the wallet; `/v1/buyers/:id/pause` has them all. */
function isPausing({ effect }: Buyer['pauseReasons'][number]): boolean {
  return effect === 'pause';
}

function billingJson(billing: Buyer['billing']): BuyerResource['billing'] {
  return {
    mechanism: billing.mechanism,
    failurePolicy: billing.failurePolicy,
    pauseTiming: billing.pauseTiming,
    fallbackToCard: billing.fallbackToCard,
    exposureLimit: optionalMoneyJson(billing.exposureLimit),
    creditLimit: optionalMoneyJson(billing.creditLimit),
    termsDays: billing.termsDays,
    invoicePeriod: billing.invoicePeriod,
    dailyCap: optionalMoneyJson(billing.dailyCap),
    monthlyCap: optionalMoneyJson(billing.monthlyCap),
    returnWindowDays: billing.returnWindowDays,
    retryWhilePaused: billing.retryWhilePaused,
    notifyBuyer: billing.notifyBuyer,
    invoiceTopUps: billing.invoiceTopUps,
  };
}
