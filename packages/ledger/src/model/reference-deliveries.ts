import type { RefusalCode } from '@drawdown/shared/codes';
import { availableIn, type Buyer, type Decision, pay, type Reference, refusalFor } from './reference.ts';

/** A lead as it is asked for; `buyer` is undefined where the account has no such buyer. */
export type Ask = {
  buyer: Buyer | undefined;
  lead: string;
  price: bigint;
  foreignCurrency: boolean;
  key: string | null;
};

/** An answer without its id and times: what can be foretold of it. */
export type DrawAnswer =
  | { outcome: 'delivered'; replayed: boolean; price: bigint; balanceAfter: bigint | null; available: bigint }
  | {
      outcome: 'refused';
      replayed: boolean;
      code: RefusalCode;
      price: bigint;
      available: bigint;
      topUpInProgress: boolean;
    }
  | { outcome: 'lead_price_conflict'; price: bigint }
  | { outcome: 'currency_mismatch' | 'idempotency_key_reused' | 'buyer_not_found' | 'overloaded' };

export type Foretold = { answer: DrawAnswer; decision: Decision | null };

/** Everything that the request says: what an idempotency key stands for. */
export const bodyOf = ({ buyer, lead, price, foreignCurrency }: Ask): string =>
  `${buyer?.name} ${lead} ${price} ${foreignCurrency}`;

/** Decides one lead and says what the caller must be told. */
export function deliver(model: Reference, ask: Ask): Foretold {
  const { buyer, lead, price, key } = ask;
  if (buyer === undefined) return { answer: { outcome: 'buyer_not_found' }, decision: null };
  const known = key === null ? undefined : model.deliveryKeys.get(key);
  if (known !== undefined) {
    if (known.body !== bodyOf(ask)) return { answer: { outcome: 'idempotency_key_reused' }, decision: null };
    return { answer: answerOf(known.made, { replayed: true, topUpInProgress: false }), decision: known.made };
  }
  const delivered = buyer.leads.get(lead);
  if (delivered !== undefined) {
    if (ask.foreignCurrency || delivered.price !== price)
      return { answer: { outcome: 'lead_price_conflict', price: delivered.price }, decision: delivered };
    return { answer: answerOf(delivered, { replayed: true, topUpInProgress: false }), decision: delivered };
  }
  if (ask.foreignCurrency) return { answer: { outcome: 'currency_mismatch' }, decision: null };
  const decision: Decision = {
    id: '',
    price,
    refusal: refusalFor(buyer, price),
    available: availableIn(buyer.wallet),
    balanceAfter: null,
  };
  if (decision.refusal === null) {
    pay(buyer, decision);
    buyer.leads.set(lead, decision);
  }
  model.decisions.push(decision);
  if (key !== null) model.deliveryKeys.set(key, { body: bodyOf(ask), made: decision });
  const topUpInProgress = model.topUps.some(
    ({ wallet, status }) =>
      wallet === buyer.wallet && ['pending', 'processing', 'requires_action'].includes(status),
  );
  return { answer: answerOf(decision, { replayed: false, topUpInProgress }), decision };
}

export function answerOf(
  { refusal, price, available, balanceAfter }: Decision,
  how: { replayed: boolean; topUpInProgress: boolean },
): DrawAnswer {
  if (refusal !== null) return { outcome: 'refused', code: refusal, price, available, ...how };
  return { outcome: 'delivered', replayed: how.replayed, price, balanceAfter, available };
}

/**
 * The order in which the leads of a batch are decided: as asked, but a lead that shares its name or key with one
 * before it goes after all that share none, because it has to see what came of the other.
 */
export function orderOfBatch(asks: Ask[]): number[] {
  const order: number[] = [];
  let waiting = asks.map((_, index) => index);
  while (waiting.length > 0) {
    const taken = new Set<string>();
    const later: number[] = [];
    for (const index of waiting) {
      const ask = asks[index];
      const names = [`lead ${ask?.buyer?.name} ${ask?.lead}`, ...(ask?.key ? [`key ${ask.key}`] : [])];
      if (names.some((name) => taken.has(name))) later.push(index);
      else order.push(index);
      for (const name of names) taken.add(name);
    }
    waiting = later;
  }
  return order;
}
