import type { Records } from '../database/connection.ts';
import { fingerprintOf } from '../payment-methods/fingerprint.ts';
import { isCoolingOff } from './card-limits.ts';
import { type FailingNow, failCharge } from './failing.ts';
import { lockCharge } from './locked.ts';
import type { ReservedAttempt } from './types.ts';

/** A card that this charge has found to be of no use before. */
type OfNoUse = { outcome: 'of_no_use'; next: 'needs_card' | 'needs_payer'; exhausted: boolean };

type Refused = Exclude<ReservedAttempt, { outcome: 'reserved' | 'crowded' | 'taken' }> | OfNoUse;
/** `paymentMethodId`: the card that may not be tried; the charge's first one where nothing is said. */
export type Postponed = { chargeId: string; reserved: Refused; paymentMethodId?: string | undefined };

type Waiting = Pick<FailingNow, 'state' | 'nextAttemptAt' | 'exhausted'>;

/** A card that its payer gave for one payment is not tried again by itself, however soon it may be. */
const UNTIL_PAYER_ACTS: Waiting = { state: 'needs_card', nextAttemptAt: null, exhausted: false };

/** A charge that may not be tried now fails like one that was declined, and joins the incident of the card. */
export async function postponeWithin(
  records: Records,
  { chargeId, reserved, paymentMethodId }: Postponed,
): Promise<void> {
  const { charge, topUp } = await lockCharge(records, chargeId);
  if (charge.status !== 'open') return;
  const card = await records.paymentMethodRow.findUniqueOrThrow({
    where: { id: paymentMethodId ?? charge.paymentMethodId },
  });
  await failCharge(records, {
    charge,
    topUp,
    card,
    ...(card.forLinkId === null ? await waiting(records, reserved, fingerprintOf(card)) : UNTIL_PAYER_ACTS),
    probeChargeId: reserved.outcome === 'follows' ? reserved.probeChargeId : null,
    decline: null,
  });
}

async function waiting(records: Records, reserved: Refused, fingerprint: string): Promise<Waiting> {
  switch (reserved.outcome) {
    case 'follows':
      return following(records, reserved.probeChargeId);
    case 'budget_used_up':
      return { state: 'scheduled', nextAttemptAt: reserved.freeAt, exhausted: false };
    case 'of_no_use':
      return { state: reserved.next, nextAttemptAt: null, exhausted: reserved.exhausted };
    case 'card_blocked':
      return (await isCoolingOff(records, fingerprint))
        ? { state: 'scheduled', nextAttemptAt: reserved.until, exhausted: false }
        : { state: 'needs_card', nextAttemptAt: null, exhausted: false };
  }
}

/** What follows a charge for which the card was of no use needs another card as well. */
async function following(records: Records, probeChargeId: string): Promise<Waiting> {
  const probe = await records.chargeRow.findUniqueOrThrow({ where: { id: probeChargeId } });
  if (probe.retryState !== 'needs_card') return { state: 'follows', nextAttemptAt: null, exhausted: false };
  const exhausted = probe.declineClass !== 'hard' && probe.declineClass !== 'fix_card';
  return { state: 'needs_card', nextAttemptAt: null, exhausted };
}
