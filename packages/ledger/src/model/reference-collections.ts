import { sizeAutoTopUp } from '../auto-top-up/sizing.ts';

// One buyer with the policy to continue, its wallet, the rule that refills it and one card of the account, in memory.

export type Rule = { enabled: boolean; threshold: bigint; amount: bigint; dailyLimit: bigint };

export type Collections = {
  balance: bigint;
  owed: bigint;
  limit: bigint;
  paused: boolean;
  rule: Rule | null;
  suspended: boolean;
  /** The automatic top-up that is open. */
  automatic: bigint | null;
  automaticToday: bigint;
  /** A manual top-up whose charge was declined and is queued for retry. */
  failing: bigint | null;
};

/** What the account of the scenario has: 5.00, 10,000.00, and 1.00 that never keeps anybody paused. */
const [MINIMUM, MAXIMUM, RESIDUE] = [5_00n, 10_000_00n, 1_00n];

export function createCollections(limit: bigint): Collections {
  return {
    balance: 0n,
    owed: 0n,
    limit,
    paused: false,
    rule: null,
    suspended: false,
    automatic: null,
    automaticToday: 0n,
    failing: null,
  };
}

/** Who paid; null where nobody did. */
export function draw(state: Collections, price: bigint): 'wallet' | 'trust' | null {
  const paidBy = decide(state, price);
  if (paidBy === 'wallet') state.balance -= price;
  if (paidBy === 'trust') state.owed += price;
  look(state);
  return paidBy;
}

function decide(state: Collections, price: bigint): 'wallet' | 'trust' | null {
  if (state.paused) return null;
  if (price <= state.balance) return 'wallet';
  if (state.failing === null) return null;
  if (state.owed + price <= state.limit) return 'trust';
  state.paused = true;
  return null;
}

/** Money comes in, pays what is owed first, and may end the pause. */
export function credit(state: Collections, amount: bigint): void {
  state.balance += amount;
  const settled = state.balance < state.owed ? state.balance : state.owed;
  state.balance -= settled;
  state.owed -= settled;
  if (state.owed < state.limit || state.owed <= RESIDUE) state.paused = false;
  look(state);
}

export function saveRule(state: Collections, rule: Rule): void {
  state.rule = rule;
  look(state);
}

export function fail(state: Collections, amount: bigint): void {
  state.failing = amount;
}

/** The card pays for what had failed. */
export function recover(state: Collections): void {
  const amount = state.failing ?? 0n;
  state.failing = null;
  state.suspended = false;
  credit(state, amount);
}

export function endAutomatic(state: Collections, paid: boolean): void {
  const amount = state.automatic ?? 0n;
  state.automatic = null;
  if (paid) {
    // A card that pays has proven to work, for whatever failed before as well.
    state.suspended = false;
    credit(state, amount);
  } else {
    state.automaticToday -= amount;
    state.suspended = true;
    look(state);
  }
}

/** Level-triggered: after whatever happened, what is due is started. */
function look(state: Collections): void {
  const { rule } = state;
  if (rule === null || !rule.enabled || state.suspended || state.automatic !== null) return;
  const sizing = sizeAutoTopUp({
    availableMinor: state.balance,
    pendingMinor: state.failing ?? 0n,
    thresholdMinor: rule.threshold,
    fill: { amountMinor: rule.amount },
    minimumMinor: MINIMUM,
    maximumMinor: MAXIMUM,
    dayLeftMinor: rule.dailyLimit - state.automaticToday,
    monthLeftMinor: null,
  });
  // While the card is being retried for the failed charge nothing else is asked of it.
  if (!sizing.due || sizing.amountMinor === null || state.failing !== null) return;
  state.automatic = sizing.amountMinor;
  state.automaticToday += sizing.amountMinor;
}
