import type { DeclineClass } from '@drawdown/shared/payments';
import { auditable, recordAudit } from '../audit/record.ts';
import type { Records } from '../database/connection.ts';
import type { ChargeRow, PaymentMethodRow, TopUpRow } from '../generated/prisma/client.ts';
import { fingerprintOf } from '../payment-methods/fingerprint.ts';
import { affectBuyers, type Failure, pauseAffected } from './affected.ts';
import { blockDeclinedCard } from './block-card.ts';
import { joinIncident, leaveIncident, tellSiblings } from './incident.ts';
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
  await records.chargeRow.update({
    where: { id: charge.id },
    data: {
      retryState: state,
      nextAttemptAt: failing.nextAttemptAt,
      firstDeclinedAt: charge.firstDeclinedAt ?? new Date(),
      incidentId: incident.id,
      ...(decline && { declineClass: decline.class, declinedAttempt: decline.attempt }),
    },
  });
  await records.topUpRow.update({
    where: { id: topUp.id },
    data: { status: waitsForPayer ? 'requires_action' : 'retrying', updatedAt: new Date() },
  });
  if (state === 'needs_card') await tellSiblings(records, { chargeId: charge.id, incidentId: incident.id });
  await affectBuyers(records, charge, topUp.walletId);
  const paused = await pauseAffected(records, charge, failureOf(failing));
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

function failureOf({ state, exhausted }: FailingNow): Failure {
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

/** The rule comes back with a payment that succeeds, or another card. */
async function suspendRule(records: Records, { topUp, card, exhausted }: FailingNow): Promise<boolean> {
  if (topUp.trigger !== 'auto') return false;
  const because = exhausted ? 'retries_exhausted' : 'card_declined';
  await records.$queryRaw`
    select suspend_auto_top_up(${topUp.walletId}, ${because}, ${fingerprintOf(card)}, ${topUp.id})`;
  return true;
}
