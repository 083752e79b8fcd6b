import type { Records } from '../database/connection.ts';
import { type LockedLead, lockLead, standingOf } from './locked.ts';
import { deliverOnTrust, refusePending } from './settle.ts';
import type { LeadStanding } from './types.ts';

/** Once: a lead that is decided stays as it is. */
export async function refuseWithin(records: Records, chargeId: string): Promise<LeadStanding> {
  const lead = await lockLead(records, chargeId);
  if (lead.delivery.outcome !== 'pending') return standingOf(lead);
  const { declinedAttempt } = lead.charge;
  const charge = await endCharge(records, chargeId, declinedAttempt === null ? 'canceled' : 'declined');
  return standingOf({ ...lead, charge, delivery: await refusePending(records, lead) });
}

/**
 * The card must not be tried now. A buyer that is trusted owes the lead beside what is being collected from him already,
 * without an attempt of its own; anybody else does not get it.
 */
export async function turnAwayWithin(records: Records, chargeId: string): Promise<LeadStanding> {
  const lead = await lockLead(records, chargeId);
  if (lead.delivery.outcome !== 'pending') return standingOf(lead);
  const charge = await endCharge(records, chargeId, 'canceled');
  const trusted = await mayOwe(records, lead);
  const delivery = trusted ? await deliverOnTrust(records, lead) : await refusePending(records, lead);
  return standingOf({ ...lead, charge, delivery });
}

async function mayOwe(records: Records, { buyer, delivery }: LockedLead): Promise<boolean> {
  const [left] = await records.$queryRaw<{ minor: bigint | null }[]>`select trust_left(${buyer.id}) as minor`;
  return left !== undefined && left.minor !== null && left.minor >= delivery.priceMinor;
}

/** What was reserved and never decided can no longer happen: it must not count against the card. */
async function endCharge(records: Records, chargeId: string, status: 'canceled' | 'declined') {
  await records.chargeAttemptRow.updateMany({
    where: { chargeId, outcome: { in: ['pending', 'unknown', 'processing', 'requiresAction'] } },
    data: { outcome: 'canceled', decidedAt: new Date() },
  });
  return records.chargeRow.update({ where: { id: chargeId }, data: { status } });
}
