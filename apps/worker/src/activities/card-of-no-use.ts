import type { ChargeAttempt, Ledger, PaymentMethod } from '@drawdown/ledger';
import { retryKindOf } from '@drawdown/shared/payments';
import { afterDecline } from '@drawdown/shared/retries';

type Order = { chargeId: string; paymentMethodId: string };

export type OfNoUse = { outcome: 'of_no_use'; next: 'needs_card' | 'needs_payer'; exhausted: boolean };

/**
 * Why a card that became the default again is not charged on the date that the decline of another card has set: its own
 * declines of this charge want another card, or the payer. Null where it may be tried.
 */
export async function cardOfNoUse(
  ledger: Ledger,
  { chargeId, paymentMethodId }: Order,
): Promise<OfNoUse | null> {
  const facts = await ledger.collections.facts(chargeId);
  // Another card is one that was not tried, or whose issuer has sent new details since.
  if (facts.state === 'ended' || facts.card?.id !== paymentMethodId || facts.isAnotherCard) return null;
  const { card, charge, policy } = facts;
  const declined = charge.attempts.filter(({ outcome }) => outcome === 'declined');
  const last = declined.at(-1);
  // The schedule is its own.
  if (last === undefined || isWith(card, last)) return null;
  const kinds = declined
    .filter((attempt) => isWith(card, attempt) && !isOutdated(attempt, card))
    .flatMap(({ decline }) => (decline ? [retryKindOf(decline)] : []));
  if (kinds.length === 0) return null;
  const next = afterDecline(policy, kinds);
  switch (next.kind) {
    case 'retry':
      return null;
    case 'needs_payer':
      return { outcome: 'of_no_use', next: next.kind, exhausted: false };
    case 'needs_card':
      return { outcome: 'of_no_use', next: next.kind, exhausted: next.exhausted };
  }
}

function isWith(card: PaymentMethod, { fingerprint, paymentMethodId }: ChargeAttempt): boolean {
  return paymentMethodId === card.id || (fingerprint !== null && fingerprint === card.fingerprint);
}

/** The card has paid something since. */
function isOutdated({ startedAt }: ChargeAttempt, { lastSucceededAt }: PaymentMethod): boolean {
  return lastSucceededAt !== null && lastSucceededAt > startedAt;
}
