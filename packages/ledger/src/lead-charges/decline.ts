import { newId } from '@drawdown/shared/ids';
import { classifyDecline, isAboutCard } from '@drawdown/shared/payments';
import { auditable, recordAudit } from '../audit/record.ts';
import { blockDeclinedCard } from '../collections/block-card.ts';
import { recordDeclinedAttempt } from '../collections/declined-attempt.ts';
import { failCharge } from '../collections/failing.ts';
import { joinIncident } from '../collections/incident.ts';
import type { Records } from '../database/connection.ts';
import type { ChargeRow, PaymentMethodRow } from '../generated/prisma/client.ts';
import { writeToOutbox } from '../outbox/write.ts';
import { writeDebtTopUp } from './debt-top-up.ts';
import { type LockedLead, lockLead, standingOf } from './locked.ts';
import { pauseForLead } from './pause.ts';
import { deliverOnTrust } from './settle.ts';
import { tellOfDeclinedLead } from './tell.ts';
import type { LeadDecline, LeadStanding } from './types.ts';

const COLLECTIONS = { kind: 'system', id: 'collections', label: 'Collections' } as const;

/** Once for each attempt: what follows from a decline that was recorded before has happened. */
export async function declineWithin(records: Records, said: LeadDecline): Promise<LeadStanding> {
  const { chargeId, attempt, paymentIntentId, decline } = said;
  const lead = await lockLead(records, chargeId);
  const { paymentMethodId } = lead.charge;
  await recordDeclinedAttempt(records, { chargeId, attempt, paymentMethodId }, decline);
  const known = attempt <= (lead.charge.declinedAttempt ?? 0);
  if (lead.delivery.outcome !== 'pending' || lead.charge.status !== 'open' || known) return standingOf(lead);
  const tried = await records.chargeAttemptRow.findUniqueOrThrow({
    where: { chargeId_number: { chargeId, number: attempt } },
    include: { paymentMethod: true },
  });
  if (tried.outcome !== 'declined') return standingOf(lead);
  if (lead.charge.paymentIntentId === null && paymentIntentId !== null) {
    await records.chargeRow.update({ where: { id: chargeId }, data: { paymentIntentId } });
  }
  const card = tried.paymentMethod;
  return (await isTrusted(records, lead, said))
    ? trust(records, lead, { said, card })
    : keep(records, lead, { said, card });
}

/** Only what is queued for retry is ever owed on trust, and only within the limit that was set for it. */
async function isTrusted(
  records: Records,
  { buyer, delivery }: LockedLead,
  { next, paymentIntentId }: LeadDecline,
): Promise<boolean> {
  // Without a payment at Stripe there is nothing to be retried.
  if (buyer.failurePolicy !== 'continue' || next.kind !== 'retry' || paymentIntentId === null) return false;
  const [left] = await records.$queryRaw<{ minor: bigint | null }[]>`
    select exposure_limit(${buyer.id}) - exposure_of(${buyer.id}) as minor`;
  return left !== undefined && left.minor !== null && left.minor >= delivery.priceMinor;
}

type Declined = { said: LeadDecline; card: PaymentMethodRow };

/**
 * The lead is delivered and owed. Its charge is collected from now on as a top-up whose credit pays that debt, by the very
 * payment that was declined: it can be paid only once, whoever pays it.
 */
async function trust(records: Records, lead: LockedLead, { said, card }: Declined): Promise<LeadStanding> {
  const topUpId = newId('topUp');
  const topUp = await writeDebtTopUp(records, lead, {
    topUpId,
    reason: `lead ${lead.delivery.leadId}, delivered on trust`,
  });
  const delivery = await deliverOnTrust(records, lead);
  const charge = await records.chargeRow.findUniqueOrThrow({ where: { id: said.chargeId } });
  const { decline, attempt, next } = said;
  const pausedBuyerIds = await failCharge(records, {
    charge,
    topUp,
    card,
    state: next.kind === 'retry' ? 'scheduled' : next.kind,
    nextAttemptAt: next.kind === 'retry' ? next.at : null,
    probeChargeId: null,
    exhausted: false,
    decline: { code: decline.code, class: classifyDecline(decline), attempt },
  });
  await writeToOutbox(records, {
    kind: 'start_top_up',
    input: {
      topUpId,
      chargeId: charge.id,
      accountId: charge.accountId,
      walletId: topUp.walletId,
      buyerId: lead.buyer.id,
      amountMinor: Number(charge.amountMinor),
      currency: charge.currency,
      trigger: 'debt',
    },
  });
  return standingOf({ ...lead, charge, delivery }, pausedBuyerIds);
}

/**
 * Delivery stops before anything else happens. The lead stays pending: its payment could still succeed until it is
 * canceled at Stripe.
 */
async function keep(records: Records, lead: LockedLead, { said, card }: Declined): Promise<LeadStanding> {
  const { decline, attempt, chargeId } = said;
  const { accountId } = lead.charge;
  const declineClass = classifyDecline(decline);
  const noted = await records.chargeRow.update({
    where: { id: chargeId },
    data: {
      firstDeclinedAt: lead.charge.firstDeclinedAt ?? new Date(),
      declinedAttempt: attempt,
      declineClass,
    },
  });
  // Where the sum was refused, or taken for paid, this lead is refused and nothing else.
  const { charge, paused } = isAboutCard(declineClass)
    ? await stopDelivery(records, { ...lead, charge: noted }, { said, card })
    : { charge: noted, paused: [] };
  await recordAudit(records, {
    accountId,
    actor: COLLECTIONS,
    action: 'charge.declined',
    subjectId: chargeId,
    after: auditable({ code: decline.code, class: declineClass, attempt, pausedBuyerIds: paused }),
  });
  return standingOf({ ...lead, charge }, paused);
}

async function stopDelivery(
  records: Records,
  lead: LockedLead,
  { said: { chargeId, decline }, card }: Declined,
): Promise<{ charge: ChargeRow; paused: string[] }> {
  const incident = await joinIncident(records, lead.charge.accountId, card);
  const charge = await records.chargeRow.update({
    where: { id: chargeId },
    data: { incidentId: incident.id },
  });
  const paused = await pauseForLead(records, { ...lead, charge });
  if (incident.isNew) await tellOfDeclinedLead(records, lead, { incidentId: incident.id, card, decline });
  await blockDeclinedCard(records, card, { code: decline.code, class: classifyDecline(decline) });
  return { charge, paused };
}
