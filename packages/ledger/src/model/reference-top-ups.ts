import { minorUnitsPerMajor } from '@drawdown/shared/money';
import { credit, type Reference, type TopUp, type Wallet } from './reference.ts';

export type TopUpAsk = {
  wallet: Wallet;
  amount: bigint;
  foreignCurrency: boolean;
  kind: TopUp['kind'];
  key: string | null;
};

export type TopUpOutcome =
  | 'accepted'
  | 'idempotency_key_reused'
  | 'currency_mismatch'
  | 'amount_below_minimum'
  | 'amount_above_maximum';

export const topUpBodyOf = ({ wallet, amount, foreignCurrency, kind }: TopUpAsk): string =>
  `${wallet.name} ${amount} ${foreignCurrency} ${kind}`;

/** The limits of an account that has set none: 5 and 10,000 of its currency's major units. */
export function requestTopUp(
  model: Reference,
  ask: TopUpAsk,
): { outcome: TopUpOutcome; replayed: boolean; topUp: TopUp | null } {
  const { wallet, amount, kind, key } = ask;
  const plain = (outcome: TopUpOutcome) => ({ outcome, replayed: false, topUp: null });
  const known = key === null ? undefined : model.topUpKeys.get(key);
  if (known !== undefined) {
    if (known.body !== topUpBodyOf(ask)) return plain('idempotency_key_reused');
    return { outcome: 'accepted', replayed: true, topUp: known.made };
  }
  if (ask.foreignCurrency) return plain('currency_mismatch');
  const unit = minorUnitsPerMajor(model.currency);
  if (amount < 5n * unit) return plain('amount_below_minimum');
  if (amount > 10_000n * unit) return plain('amount_above_maximum');
  const topUp: TopUp = { id: '', wallet, amount, kind, status: 'pending', balanceAfter: null };
  if (kind !== 'top_up') credit(topUp);
  model.topUps.push(topUp);
  if (key !== null) model.topUpKeys.set(key, { body: topUpBodyOf(ask), made: topUp });
  return { outcome: 'accepted', replayed: false, topUp };
}

export const isOpen = ({ status }: TopUp): boolean =>
  status === 'pending' || status === 'processing' || status === 'requires_action';

/** Money that came in is credited once, also after the top-up had been declined or canceled. */
export function creditOnce(topUp: TopUp): void {
  if (topUp.status !== 'succeeded') credit(topUp);
}

/** A final top-up stays as it is. */
export function moveTo(
  topUp: TopUp,
  status: 'processing' | 'requires_action' | 'declined' | 'canceled',
): void {
  if (isOpen(topUp)) topUp.status = status;
}
