import { type DeclineClass, isAboutCard } from '@drawdown/shared/payments';
import { auditable, recordAudit } from '../audit/record.ts';
import type { Records } from '../database/connection.ts';
import type { ChargeRow, PaymentMethodRow, TopUpRow } from '../generated/prisma/client.ts';
import { fingerprintOf } from '../payment-methods/fingerprint.ts';
import { affectBuyers, type Failure, pauseAffected } from './affected.ts';
import { blockDeclinedCard } from './block-card.ts';
import { joinIncident, leaveIncident, tellSiblings } from './incident.ts';
import { policyKept } from './policy.ts';
import { tellOfFailure } from './tell.ts';
import type { RetryState } from './types.ts';

const COLLECTIONS = { kind: 'system', id: 'collections', label: 'Collections' } as const;

export type FailingNow = {
  charge: ChargeRow;
  topUp: TopUpRow;
  card: PaymentMethodRow;
  state: Exclude<RetryState, 'trying'>;
  nextAttemptAt: Date | null;
  /** Its schedule ran out, rather than that the card is of no use. */
  exhausted: boolean;
  /** The charge that this one follows; null where it follows none. */
  probeChargeId: string | null;
  /** Null where nothing was asked of the card. */
  decline: { code: string; class: DeclineClass; attempt: number } | null;
};

/**
 * Everything that follows from a charge that fails: its schedule, the card's incident, whom it concerns and whose delivery
 * it pauses, the rule that asked for it, and what has to be told. Under the locks of top-up and wallet. Answers the buyers
 * whose pause it opened.
 */
export async function failCharge(records: Records, failing: FailingNow): Promise<string[]> {
  const { charge, topUp, card, state, decline } = failing;
  const incident = await incidentOf(records, failing);
  const waitsForPayer = state === 'needs_payer';
  const policy = await policyKept(records, charge);
  await records.chargeRow.update({
    where: { id: charge.id },
    data: {
      retryState: state,
      nextAttemptAt: failing.nextAttemptAt,
      firstDeclinedAt: charge.firstDeclinedAt ?? new Date(),
      incidentId: incident.id,
      ...(decline && { declineClass: decline.class, declinedAttempt: decline.attempt }),
      ...policy,
    },
  });
  await records.topUpRow.update({
    where: { id: topUp.id },
    data: { status: waitsForPayer ? 'requires_action' : 'retrying', updatedAt: new Date() },
  });
  if (state === 'needs_card') await tellSiblings(records, { chargeId: charge.id, incidentId: incident.id });
  await affectBuyers(records, charge, topUp.walletId);
  const failure = failureOf(failing);
  const paused = failure === null ? [] : await pauseAffected(records, charge, failure);
  const suspended = state === 'needs_card' && (await suspendRule(records, failing));
  await tellOfFailure(records, failing, { incident, suspended });
  if (decline !== null) await blockDeclinedCard(records, card, decline);
  await recordAudit(records, {
    accountId: charge.accountId,
    actor: COLLECTIONS,
    action: decline === null ? 'charge.postponed' : 'charge.declined',
    subjectId: charge.id,
    before: auditable({ retryState: charge.retryState }),
    after: auditable({ ...decline, state, nextAttemptAt: failing.nextAttemptAt, pausedBuyerIds: paused }),
  });
  return paused;
}

/**
 * The incident of the card that failed, or of the charge that this one follows. A backup card that was tried in between, or
 * a card that was not asked at all, is no incident of its own: the charge stays where it is.
 */
async function incidentOf(records: Records, failing: FailingNow): Promise<{ id: string; isNew: boolean }> {
  const { charge, card, decline, probeChargeId } = failing;
  const before = await openIncidentOf(records, charge.id);
  if (before !== null && probeChargeId === null && (decline === null || card.isBackup)) {
    return { id: before, isNew: false };
  }
  const probes = probeChargeId === null ? null : await openIncidentOf(records, probeChargeId);
  const incident =
    probes === null ? await joinIncident(records, charge.accountId, card) : { id: probes, isNew: false };
  if (before !== null && before !== incident.id) {
    await records.chargeRow.update({ where: { id: charge.id }, data: { incidentId: incident.id } });
    await leaveIncident(records, before);
  }
  return incident;
}

async function openIncidentOf(records: Records, chargeId: string): Promise<string | null> {
  const charge = await records.chargeRow.findUnique({ where: { id: chargeId }, include: { incident: true } });
  if (!charge?.incident || charge.retryState === null) return null;
  return charge.incident.closedAt === null ? charge.incident.id : null;
}

/** Null where nobody is paused: what is wrong is the sum, or the issuer takes it for paid, and people have to look. */
function failureOf({ state, exhausted, decline }: FailingNow): Failure | null {
  if (decline !== null && !isAboutCard(decline.class)) return null;
  switch (state) {
    case 'needs_payer':
      return { reason: 'authentication_required', isStuck: false };
    case 'needs_card':
      return { reason: exhausted ? 'charge_retries_exhausted' : 'charge_declined', isStuck: true };
    case 'scheduled':
    case 'follows':
      return { reason: 'charge_declined', isStuck: false };
  }
}

/**
 * The rule comes back with a payment that succeeds, or another card. A sum that the issuer takes for paid already changes
 * nothing about it: its top-up stays open, so that no other begins before somebody has looked.
 */
async function suspendRule(
  records: Records,
  { topUp, card, exhausted, decline }: FailingNow,
): Promise<boolean> {
  if (topUp.trigger !== 'auto' || decline?.class === 'duplicate') return false;
  const because = exhausted ? 'retries_exhausted' : 'card_declined';
  await records.$queryRaw`
    select suspend_auto_top_up(${topUp.walletId}, ${because}, ${fingerprintOf(card)}, ${topUp.id})`;
  return true;
}
