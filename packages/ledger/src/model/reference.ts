import type { RefusalCode } from '@drawdown/shared/codes';
import type { Currency } from '@drawdown/shared/money';

// The wallet business in memory, one thing after the other: what the real ledger has to agree with at every step.
// It shares no code with it. Ids are learned from the first answer that names them and must never change afterwards.

export type Lot = { credit: TopUp; amount: bigint; unspent: bigint };
export type Line = { amount: bigint; balanceAfter: bigint; subject: { id: string } };
export type Wallet = { name: string; balance: bigint; held: bigint; lots: Lot[]; lines: Line[] };
export type Buyer = {
  name: string;
  wallet: Wallet;
  dailyCap: bigint | null;
  monthlyCap: bigint | null;
  /** A run begins and ends on one day, so that what was spent today was spent this month and the reverse. */
  spent: bigint;
  held: bigint;
  paused: boolean;
  /** Null: it draws on its wallet. Else it owes its leads, up to this. */
  creditLimit: bigint | null;
  owed: bigint;
  leads: Map<string, Decision>;
};
/** What was once decided about a lead. */
export type Decision = {
  id: string;
  price: bigint;
  refusal: RefusalCode | null;
  available: bigint;
  balanceAfter: bigint | null;
};
export type Hold = {
  id: string;
  buyer: Buyer;
  amount: bigint;
  refusal: RefusalCode | null;
  available: bigint;
  state: 'open' | 'captured' | 'released' | 'expired' | 'refused';
  due: boolean;
  captured: { lead: string; decision: Decision } | null;
};
export type TopUp = {
  id: string;
  wallet: Wallet;
  amount: bigint;
  kind: 'external_credit' | 'promotional_credit' | 'top_up';
  status: 'pending' | 'processing' | 'requires_action' | 'succeeded' | 'declined' | 'canceled';
  balanceAfter: bigint | null;
};
type Keyed<T> = Map<string, { body: string; made: T }>;

export type Reference = {
  currency: Currency;
  wallets: Wallet[];
  buyers: Buyer[];
  holds: Hold[];
  topUps: TopUp[];
  /** Every row that a lead was decided with. */
  decisions: Decision[];
  deliveryKeys: Keyed<Decision>;
  holdKeys: Keyed<Hold>;
  topUpKeys: Keyed<TopUp>;
  /** Where each wallet's history stood at an instant that the database named. */
  bookmarks: { at: Date; lengths: number[] }[];
  /** Numbers things that must be new. */
  serial: number;
};

/** Two buyers with wallets of their own and three that share one. */
export function createReference(currency: Currency): Reference {
  const wallet = (name: string): Wallet => ({ name, balance: 0n, held: 0n, lots: [], lines: [] });
  const buyer = (name: string, itsWallet: Wallet): Buyer => ({
    name,
    wallet: itsWallet,
    dailyCap: null,
    monthlyCap: null,
    spent: 0n,
    held: 0n,
    paused: false,
    creditLimit: null,
    owed: 0n,
    leads: new Map(),
  });
  const [own, other, pool] = [wallet('ann'), wallet('bob'), wallet('pool')];
  return {
    currency,
    wallets: [own, other, pool],
    buyers: [
      buyer('ann', own),
      buyer('bob', other),
      ...['cat', 'dan', 'eve'].map((name) => buyer(name, pool)),
    ],
    holds: [],
    topUps: [],
    decisions: [],
    bookmarks: [],
    serial: 0,
    deliveryKeys: new Map(),
    holdKeys: new Map(),
    topUpKeys: new Map(),
  };
}

export const availableIn = (wallet: Wallet): bigint => wallet.balance - wallet.held;

/** Why a buyer may not have a lead of this price now; null when he may. */
export function refusalFor(buyer: Buyer, amount: bigint): RefusalCode | null {
  if (buyer.paused) return 'delivery_paused';
  for (const cap of [buyer.dailyCap, buyer.monthlyCap]) {
    if (cap !== null && buyer.spent + buyer.held + amount > cap) return 'spending_cap_reached';
  }
  if (buyer.creditLimit !== null)
    return buyer.owed + amount > buyer.creditLimit ? 'credit_limit_reached' : null;
  return amount > availableIn(buyer.wallet) ? 'insufficient_funds' : null;
}

/** Delivers a lead by the buyer's mechanism. */
export function pay(buyer: Buyer, decision: Decision): void {
  if (buyer.creditLimit === null) {
    debit(buyer, decision);
    return;
  }
  buyer.owed += decision.price;
  buyer.spent += decision.price;
  decision.balanceAfter = buyer.wallet.balance;
}

/** Takes a lead's price: draw by draw, of what is there the promotional credit first and then the oldest. */
export function debit(buyer: Buyer, decision: Decision): void {
  const { wallet } = buyer;
  wallet.balance -= decision.price;
  decision.balanceAfter = wallet.balance;
  wallet.lines.push({ amount: -decision.price, balanceAfter: wallet.balance, subject: decision });
  buyer.spent += decision.price;
  let left = decision.price;
  while (left > 0n) {
    const open = wallet.lots.filter((lot) => lot.unspent > 0n);
    const lot = open.find(({ credit }) => credit.kind === 'promotional_credit') ?? open[0];
    if (lot === undefined) throw new Error('the reference spent more than it had');
    const taken = lot.unspent < left ? lot.unspent : left;
    lot.unspent -= taken;
    left -= taken;
  }
}

export function credit(topUp: TopUp): void {
  const { wallet, amount } = topUp;
  wallet.balance += amount;
  wallet.lines.push({ amount, balanceAfter: wallet.balance, subject: topUp });
  wallet.lots.push({ credit: topUp, amount, unspent: amount });
  topUp.status = 'succeeded';
  topUp.balanceAfter = wallet.balance;
}
