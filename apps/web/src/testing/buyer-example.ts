import type { BuyerResource } from '@drawdown/shared/http';
import { usd } from './collections-examples.ts';

/** A buyer with 100.00 in a wallet of its own. */
export function exampleBuyer({ billing, ...changes }: BuyerChanges = {}): BuyerResource {
  return {
    id: 'buy_1',
    name: 'Sunrise Solar',
    externalId: null,
    email: 'pay@sunrise.test',
    currency: 'USD',
    walletId: 'wal_1',
    wallet: {
      name: null,
      owner: 'buyer',
      sharedBy: 1,
      balance: usd(10_000),
      held: usd(0),
      available: usd(10_000),
    },
    deliveryStatus: 'active',
    pauseReasons: [],
    billing: {
      mechanism: 'wallet',
      failurePolicy: 'pause',
      pauseTiming: 'immediate',
      fallbackToCard: false,
      exposureLimit: null,
      creditLimit: null,
      termsDays: null,
      invoicePeriod: null,
      dailyCap: null,
      monthlyCap: null,
      returnWindowDays: 30,
      retryWhilePaused: true,
      notifyBuyer: false,
      invoiceTopUps: null,
      ...billing,
    },
    defaultPaymentMethod: null,
    createdAt: '2026-01-05T10:00:00Z',
    ...changes,
  };
}

type BuyerChanges = Partial<Omit<BuyerResource, 'billing'>> & { billing?: Partial<BuyerResource['billing']> };
