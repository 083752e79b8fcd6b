import {
  availableIn,
  type Buyer,
  type Decision,
  debit,
  type Hold,
  type Reference,
  refusalFor,
} from './reference.ts';
import { answerOf, type DrawAnswer } from './reference-deliveries.ts';

export type HoldAsk = {
  buyer: Buyer | undefined;
  amount: bigint;
  foreignCurrency: boolean;
  due: boolean;
  key: string | null;
};

export type PlaceOutcome =
  | 'placed'
  | 'refused'
  | 'buyer_not_found'
  | 'currency_mismatch'
  | 'idempotency_key_reused';

export const holdBodyOf = ({ buyer, amount, foreignCurrency }: HoldAsk): string =>
  `${buyer?.name} ${amount} ${foreignCurrency}`;

export function placeHold(
  model: Reference,
  ask: HoldAsk,
): { outcome: PlaceOutcome; replayed: boolean; hold: Hold | null } {
  const { buyer, amount, key } = ask;
  const plain = (outcome: PlaceOutcome) => ({ outcome, replayed: false, hold: null });
  if (buyer === undefined) return plain('buyer_not_found');
  const known = key === null ? undefined : model.holdKeys.get(key);
  if (known !== undefined) {
    if (known.body !== holdBodyOf(ask)) return plain('idempotency_key_reused');
    return { outcome: known.made.refusal === null ? 'placed' : 'refused', replayed: true, hold: known.made };
  }
  if (ask.foreignCurrency) return plain('currency_mismatch');
  // Only money of a wallet can be held.
  const refusal =
    buyer.creditLimit !== null && !buyer.paused ? 'mechanism_not_available' : refusalFor(buyer, amount);
  const hold: Hold = {
    id: '',
    buyer,
    amount,
    refusal,
    due: ask.due,
    captured: null,
    available: availableIn(buyer.wallet),
    state: refusal === null ? 'open' : 'refused',
  };
  if (refusal === null) reserve(hold, amount);
  model.holds.push(hold);
  if (key !== null) model.holdKeys.set(key, { body: holdBodyOf(ask), made: hold });
  return { outcome: refusal === null ? 'placed' : 'refused', replayed: false, hold };
}

export type CaptureForetold =
  | { outcome: 'captured' | 'lead_delivered'; answer: DrawAnswer; decision: Decision }
  | { outcome: 'not_found' | 'not_open' | 'currency_mismatch' | 'exceeds_hold' };

export type CaptureAsk = { lead: string; amount: bigint | null; foreignCurrency: boolean };

export function captureHold(
  model: Reference,
  hold: Hold,
  { lead, amount, foreignCurrency }: CaptureAsk,
): CaptureForetold {
  if (hold.state === 'refused') return { outcome: 'not_found' };
  if (hold.captured?.lead === lead) return captured(hold.captured.decision, true);
  if (hold.state !== 'open') return { outcome: 'not_open' };
  if (amount !== null && foreignCurrency) return { outcome: 'currency_mismatch' };
  const price = amount ?? hold.amount;
  if (price > hold.amount) return { outcome: 'exceeds_hold' };
  const { buyer } = hold;
  const delivered = buyer.leads.get(lead);
  if (delivered !== undefined) {
    const answer = answerOf(delivered, { replayed: false, topUpInProgress: false });
    return { outcome: 'lead_delivered', answer, decision: delivered };
  }
  reserve(hold, -hold.amount);
  const decision: Decision = {
    id: '',
    price,
    refusal: null,
    balanceAfter: null,
    available: availableIn(buyer.wallet),
  };
  debit(buyer, decision);
  buyer.leads.set(lead, decision);
  model.decisions.push(decision);
  hold.state = 'captured';
  hold.captured = { lead, decision };
  return captured(decision, false);
}

function captured(decision: Decision, replayed: boolean): CaptureForetold {
  return { outcome: 'captured', answer: answerOf(decision, { replayed, topUpInProgress: false }), decision };
}

export function releaseHold(hold: Hold): {
  outcome: 'released' | 'not_open' | 'not_found';
  replayed: boolean;
} {
  if (hold.state === 'refused') return { outcome: 'not_found', replayed: false };
  if (hold.state === 'released') return { outcome: 'released', replayed: true };
  if (hold.state !== 'open') return { outcome: 'not_open', replayed: false };
  reserve(hold, -hold.amount);
  hold.state = 'released';
  return { outcome: 'released', replayed: false };
}

/** Ends every hold that is past its time; answers how many. */
export function expireDueHolds(model: Reference): number {
  const due = model.holds.filter((hold) => hold.state === 'open' && hold.due);
  for (const hold of due) {
    reserve(hold, -hold.amount);
    hold.state = 'expired';
  }
  return due.length;
}

function reserve({ buyer }: Hold, amount: bigint): void {
  buyer.held += amount;
  buyer.wallet.held += amount;
}
