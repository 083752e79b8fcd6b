import type { ApiRequest, SendRequest } from '../api/client.ts';
import { ConnectionLostError } from '../api/client.ts';

type Row = Record<string, unknown> & { id: string };

const AT = '2026-09-01T12:00:00Z';
const usd = (amount: number) => ({ amount, currency: 'USD' });

/** The paths that filling an account uses, with rows in memory. Requests past `dieAfter` are carried out by nobody. */
export class SmallBackOffice {
  readonly buyers: Row[] = [];
  readonly wallets: Row[] = [];
  readonly cards = new Map<string, Row[]>();
  readonly topUps = new Map<string, Row>();
  /** By wallet. */
  readonly rules = new Map<string, Record<string, unknown>>();
  /** By buyer and lead. */
  readonly deliveries = new Set<string>();
  requests = 0;
  dieAfter = Number.POSITIVE_INFINITY;

  readonly send: SendRequest = async (request) => {
    this.requests += 1;
    if (this.requests > this.dieAfter) throw new ConnectionLostError('killed');
    return { status: 200, retryAfter: null, body: this.#answer(request) };
  };

  #answer({ method, path, body = {}, idempotencyKey = '' }: ApiRequest): unknown {
    const fields = Object.fromEntries(Object.entries(body ?? {}));
    const [, , noun = '', id = '', part] = path.replace(/\?.*/, '').split('/');
    const query = new URLSearchParams(path.split('?')[1]);
    const create = method === 'POST';
    if (noun === 'deliveries') return this.#deliver(fields);
    if (noun === 'top-ups') return [...this.topUps.values()].find((topUp) => topUp.id === id);
    if (noun === 'settings') return settings(fields);
    if (path.endsWith('/backup')) return this.#makeBackup(`${noun}/${id}`, fields);
    if (path.includes('/payment-methods'))
      return create ? this.#saveCard(`${noun}/${id}`, fields) : page(this.cards.get(`${noun}/${id}`) ?? []);
    if (part === 'top-ups')
      return create
        ? this.#topUp(id, fields, idempotencyKey)
        : page([...this.topUps.values()].filter((topUp) => topUp.walletId === id));
    if (part === 'auto-top-up') return this.#rule(id, fields);
    if (noun === 'wallets' && id !== '') return this.#withRule(id);
    if (noun === 'wallets') return create ? this.#wallet('account', fields) : page(this.wallets);
    if (noun === 'buyers' && create) return this.#buyer(fields);
    return page(this.buyers.filter((buyer) => buyer.externalId === query.get('externalId')));
  }

  #saveCard(owner: string, { testCard }: Record<string, unknown>): Row {
    const cards = this.cards.get(owner) ?? [];
    const card = {
      id: `pmt_${owner}_${cards.length}`,
      testCard,
      brand: 'visa',
      last4: '4242',
      expMonth: 12,
      expYear: 2030,
      fingerprint: null,
      isDefault: cards.length === 0,
      isBackup: false,
      consent: null,
      createdAt: AT,
      stripe: { paymentMethodId: 'pm_1' },
    };
    this.cards.set(owner, [...cards, card]);
    return card;
  }

  #deliver({ buyerId, leadId }: Record<string, unknown>): unknown {
    this.deliveries.add(`${buyerId} ${leadId}`);
    return {};
  }

  #makeBackup(owner: string, { paymentMethodId }: Record<string, unknown>): unknown {
    for (const card of this.cards.get(owner) ?? []) card.isBackup = card.id === paymentMethodId;
    return {};
  }

  #rule(walletId: string, { consent, ...fields }: Record<string, unknown>): Record<string, unknown> {
    const limits = { targetBalance: null, monthlyLimit: null };
    const state = { state: 'on', suspended: null, notStarted: null, openTopUpId: null };
    const agreed = { ...Object(consent), by: 'demo', at: AT };
    this.rules.set(walletId, { walletId, ...limits, ...fields, consent: agreed, ...state, updatedAt: AT });
    return { ...this.rules.get(walletId), startedTopUpId: null };
  }

  #withRule(walletId: string): unknown {
    return {
      ...this.#wallet('', {}),
      id: walletId,
      owner: 'buyer',
      autoTopUp: this.rules.get(walletId) ?? null,
    };
  }

  #wallet(owner: string, { name = null }: Record<string, unknown>): Row {
    const figures = { balance: usd(0), held: usd(0), available: usd(0), pendingTopUps: usd(0) };
    const id = `wal_${this.wallets.length + this.buyers.length}`;
    const wallet = { id, owner, name, buyers: [], sharedBy: 0, currency: 'USD', ...figures };
    const row = {
      ...wallet,
      version: 0,
      autoTopUp: null,
      lowBalance: null,
      lowBalanceSince: null,
      createdAt: AT,
    };
    if (owner === 'account') this.wallets.push(row);
    return row;
  }

  #buyer({ walletId = this.#wallet('buyer', {}).id, ...fields }: Record<string, unknown>): Row {
    const buyer = {
      id: `buy_${this.buyers.length}`,
      currency: 'USD',
      ...fields,
      walletId,
      wallet: { name: null, owner: 'buyer', sharedBy: 1, balance: usd(0), held: usd(0), available: usd(0) },
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
      createdAt: AT,
    };
    this.buyers.push(buyer);
    return buyer;
  }

  #topUp(walletId: string, { amount, funding, reference = null }: Record<string, unknown>, key: string): Row {
    const known = this.topUps.get(key);
    if (known !== undefined) return known;
    const nothingYet = { buyerId: null, payer: null, paymentMethod: null, reason: null, decline: null };
    const topUp = {
      id: `top_${this.topUps.size}`,
      walletId,
      amount,
      funding,
      reference,
      ...nothingYet,
      trigger: 'manual',
      status: 'succeeded',
      waitingFor: null,
      retryState: null,
      nextAttemptAt: null,
      chargeId: null,
      incidentId: null,
      balanceAfter: null,
      refundable: null,
      refunds: [],
      correction: null,
      tax: usd(0),
      invoice: null,
      attempts: [],
      timeline: [],
      stripe: {},
      workflow: null,
      requestedBy: 'demo',
      createdAt: AT,
      updatedAt: AT,
      endedAt: AT,
    };
    this.topUps.set(key, topUp);
    return topUp;
  }
}

function settings(fields: Record<string, unknown>) {
  const walletOnlyFunding = { default: 'external', permitted: ['external'] };
  const limits = { topUpMinimum: usd(500), topUpMaximum: usd(1_000_000), residue: usd(100) };
  const invoices = { invoiceTopUps: false, topUpTax: 'none' };
  return { ...limits, ...invoices, walletOnlyFunding, mailReplyTo: null, ...fields };
}

function page(data: readonly Row[]) {
  return { data, nextCursor: null };
}
