import type { Card, DeclineSetting } from './card.ts';
import type { TestCard } from './catalogue.ts';

export type ChargeDecision =
  | { kind: 'approved' }
  | { kind: 'processing' }
  | { kind: 'requires_authentication' }
  | { kind: 'declined'; declineCode: string };

export type ChargeSituation = {
  card: Card;
  kind: TestCard;
  /** The setting that applies to this charge: the next-charge setting, else the card's. */
  setting: DeclineSetting | null;
  offSession: boolean;
  authenticated: boolean;
};

const AUTHENTICATION_REQUIRED = 'authentication_required';

/** What the issuer says to one charge: an ordered decline first, then authentication, then the card's own decline. */
export function decideCharge(situation: ChargeSituation): ChargeDecision {
  const { card, setting, kind, offSession, authenticated } = situation;
  const ordered = setting?.declineCode ?? null;
  const asksForPayer = ordered === AUTHENTICATION_REQUIRED || needsAuthentication(situation);
  if (ordered !== null && ordered !== AUTHENTICATION_REQUIRED) return declined(ordered);
  if (asksForPayer && !authenticated)
    return offSession ? declined(AUTHENTICATION_REQUIRED) : { kind: 'requires_authentication' };
  // A setting without a code approves what the card by itself would decline.
  if (!setting && kind.declineCode !== undefined) return declined(kind.declineCode);
  return { kind: card.processing === true ? 'processing' : 'approved' };
}

function declined(declineCode: string): ChargeDecision {
  return { kind: 'declined', declineCode };
}

function needsAuthentication({ card, kind, offSession }: ChargeSituation): boolean {
  if (card.requireAuthentication !== null) return card.requireAuthentication;
  switch (kind.authentication) {
    case 'always':
      return true;
    case 'unless_set_up':
      return !card.setUp;
    case 'on_session':
      return !offSession;
    default:
      return false;
  }
}
