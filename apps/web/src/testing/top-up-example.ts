import type { TopUpResource } from '@drawdown/shared/http';

/** A top-up of 250.00 that has succeeded on a buyer's card. */
export function exampleTopUp(changes: Partial<TopUpResource> = {}): TopUpResource {
  return {
    id: 'top_1',
    walletId: 'wal_1',
    buyerId: 'buy_1',
    amount: { amount: 25_000, currency: 'USD' },
    funding: 'buyer_card',
    trigger: 'manual',
    status: 'succeeded',
    payer: 'buyer',
    paymentMethod: { id: 'pmt_1', brand: 'visa', last4: '4242', expMonth: 8, expYear: 2090 },
    reference: null,
    reason: null,
    decline: null,
    waitingFor: null,
    retryState: null,
    nextAttemptAt: null,
    chargeId: null,
    incidentId: null,
    balanceAfter: { amount: 35_000, currency: 'USD' },
    refundable: {
      amount: { amount: 25_000, currency: 'USD' },
      unspent: { amount: 25_000, currency: 'USD' },
      because: null,
      autoTopUpFrom: null,
    },
    refunds: [],
    correction: null,
    tax: { amount: 0, currency: 'USD' },
    invoice: null,
    attempts: [],
    timeline: [],
    stripe: {},
    workflow: null,
    requestedBy: 'Dana Demo',
    createdAt: '2026-01-05T10:00:00Z',
    updatedAt: '2026-01-05T10:00:01Z',
    endedAt: '2026-01-05T10:00:01Z',
    ...changes,
  };
}

export function exampleProblem(status: number, code: string, detail: string) {
  return { type: 'about:blank', title: code, status, code, detail, requestId: 'req_1' };
}
