import type {
  AutoTopUpResource,
  FailingChargeResource,
  PauseResource,
  SavedCardResource,
  WalletResource,
} from '@drawdown/shared/http';

export const usd = (amount: number) => ({ amount, currency: 'USD' }) as const;

/** A buyer's own wallet with 100.00 in it. */
export function exampleWallet(changes: Partial<WalletResource> = {}): WalletResource {
  return {
    id: 'wal_1',
    owner: 'buyer',
    name: null,
    buyers: [{ id: 'buy_1', name: 'Sunrise Solar' }],
    sharedBy: 1,
    currency: 'USD',
    balance: usd(10_000),
    held: usd(0),
    available: usd(10_000),
    pendingTopUps: usd(0),
    version: 1,
    autoTopUp: null,
    lowBalance: null,
    lowBalanceSince: null,
    createdAt: '2026-01-05T10:00:00Z',
    ...changes,
  };
}

/** 500.00 at 100.00, charged to the buyer. */
export function exampleRule(changes: Partial<AutoTopUpResource> = {}): AutoTopUpResource {
  return {
    walletId: 'wal_1',
    enabled: true,
    state: 'on',
    threshold: usd(10_000),
    amount: usd(50_000),
    targetBalance: null,
    payer: 'buyer',
    payerBuyerId: 'buy_1',
    dailyLimit: usd(150_000),
    monthlyLimit: null,
    consent: { text: 'Agreed.', by: 'Dana Demo', at: '2026-01-05T10:00:00Z' },
    suspended: null,
    notStarted: null,
    openTopUpId: null,
    updatedAt: '2026-01-05T10:00:00Z',
    ...changes,
  };
}

/** 500.00 on a card without enough money, tried once, and again in a while. */
export function exampleCharge(changes: Partial<FailingChargeResource> = {}): FailingChargeResource {
  return {
    id: 'chg_1',
    topUpId: 'top_1',
    walletId: 'wal_1',
    walletName: null,
    amount: usd(50_000),
    payer: 'account',
    payerBuyerId: null,
    card: { id: 'pmt_1', brand: 'visa', last4: '4242', expMonth: 8, expYear: 2090 },
    state: 'scheduled',
    stateWords: 'Tried again on schedule.',
    nextAttemptAt: '2090-01-05T11:00:00Z',
    firstDeclinedAt: '2026-01-05T10:00:00Z',
    attempts: [
      {
        number: 1,
        outcome: 'declined',
        decline: null,
        startedAt: '2026-01-05T10:00:00Z',
        decidedAt: '2026-01-05T10:00:01Z',
        card: { brand: 'visa', last4: '4242' },
      },
    ],
    decline: {
      code: 'insufficient_funds',
      message: 'There is not enough money on the card.',
      nextStep: 'Use another card.',
    },
    declineClass: 'soft_funds',
    incidentId: 'inc_1',
    siblings: 0,
    affectedBuyers: [{ buyerId: 'buy_1', name: 'Sunrise Solar' }],
    scheduleLabel: 'demo: minutes instead of days',
    workflow: { id: 'charge-retry:chg_1', url: 'http://localhost:8233/x' },
    stripe: {},
    ...changes,
  };
}

/** Paused by a declined charge of 500.00; seven leads were withheld. */
export function examplePause(changes: Partial<PauseResource> = {}): PauseResource {
  return {
    buyerId: 'buy_1',
    status: 'paused',
    since: '2026-01-05T10:00:00Z',
    reasons: [
      {
        id: 'rsn_1',
        reason: 'charge_declined',
        words: 'A charge was declined',
        effect: 'pause',
        since: '2026-01-05T10:00:00Z',
        by: null,
        note: null,
        amount: usd(50_000),
        chargeId: 'chg_1',
      },
    ],
    withheld: { leads: 7, value: usd(21_000) },
    available: usd(18_000),
    exposure: usd(0),
    exposureLimit: null,
    unblockedBy: 'Pay $500.00 or save another card.',
    workflow: { id: 'pause:buy_1', url: 'http://localhost:8233/p' },
    ...changes,
  };
}

/** A Visa that is the default. */
export function exampleCard(changes: Partial<SavedCardResource> = {}): SavedCardResource {
  return {
    id: 'pmt_1',
    brand: 'visa',
    last4: '4242',
    expMonth: 8,
    expYear: 2090,
    fingerprint: 'fp_1',
    isDefault: true,
    isBackup: false,
    consent: null,
    blockedUntil: null,
    createdAt: '2026-01-05T10:00:00Z',
    stripe: { paymentMethodId: 'pm_1' },
    ...changes,
  };
}
