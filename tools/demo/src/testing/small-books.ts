import type { BuyerResource, DeliveryResult } from '@drawdown/shared/http';

export type SmallBuyer = { externalId: string; walletId: string; shared?: boolean };

type Ask = { buyerId: string; leadId: string; price: { amount: number } };

export type Books = {
  balances: Map<string, number>;
  find: (wanted: (buyer: { id: string; externalId: string }) => boolean) => BuyerResource[];
  deliver: (ask: Ask, key: string) => DeliveryResult;
};

const money = (amount: number) => ({ amount, currency: 'USD' as const });

/** Wallets in memory that keep the promises a replay relies on: one answer for a key, a lead delivered once. */
export function createBooks(buyers: readonly SmallBuyer[]): Books {
  const balances = new Map<string, number>();
  const answers = new Map<string, DeliveryResult>();
  const delivered = new Map<string, DeliveryResult>();
  const walletOf = new Map(buyers.map(({ externalId, walletId }) => [`buy_${externalId}`, walletId]));

  function decide({ buyerId, leadId, price }: Ask): DeliveryResult {
    const lead = JSON.stringify([buyerId, leadId]);
    const before = delivered.get(lead);
    if (before !== undefined) return before;
    const walletId = walletOf.get(buyerId) ?? '';
    const balance = balances.get(walletId) ?? 0;
    if (price.amount > balance) return refusal(balance, price.amount);
    balances.set(walletId, balance - price.amount);
    const result: DeliveryResult = {
      id: `dlv_${delivered.size + 1}`,
      outcome: 'delivered',
      buyerId,
      leadId,
      price: money(price.amount),
      fundedBy: 'wallet',
      fundingReason: null,
      reason: 'paid from the wallet',
      walletId,
      balance: money(balance - price.amount),
      labels: {},
      card: null,
      charge: null,
      return: null,
      createdAt: '2026-09-15T12:00:00Z',
      decidedAt: '2026-09-15T12:00:00Z',
      workflowUrl: null,
    };
    delivered.set(lead, result);
    return result;
  }

  return {
    balances,
    find: (wanted) =>
      buyers
        .map((buyer) => ({ ...buyer, id: `buy_${buyer.externalId}` }))
        .filter(wanted)
        .map((buyer) => resource(buyer, balances.get(buyer.walletId) ?? 0)),
    deliver: (ask, key) => {
      const answer = answers.get(key) ?? decide(ask);
      answers.set(key, answer);
      return answer;
    },
  };
}

function refusal(available: number, required: number): DeliveryResult {
  return {
    outcome: 'refused',
    code: 'insufficient_funds',
    detail: 'the wallet has too little',
    deliveryId: 'dlv_refused',
    available: money(available),
    required: money(required),
    retryable: true,
    retryAfterMs: null,
    topUpInProgress: false,
    unblockedBy: 'adding credit',
  };
}

function resource(
  { id, externalId, walletId, shared }: SmallBuyer & { id: string },
  balance: number,
): BuyerResource {
  return {
    id,
    name: `Buyer ${externalId}`,
    externalId,
    email: null,
    currency: 'USD',
    walletId,
    wallet: {
      name: shared ? 'Pool' : null,
      owner: shared ? 'account' : 'buyer',
      sharedBy: shared ? 2 : 1,
      balance: money(balance),
      held: money(0),
      available: money(balance),
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
      returnWindowDays: 0,
      invoiceTopUps: null,
      retryWhilePaused: true,
      notifyBuyer: false,
    },
    defaultPaymentMethod: null,
    createdAt: '2026-09-01T12:00:00Z',
  };
}
