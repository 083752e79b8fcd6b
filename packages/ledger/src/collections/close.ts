import { auditable, recordAudit } from '../audit/record.ts';
import { openBook, postWithin } from '../books/post.ts';
import type { Records } from '../database/connection.ts';
import { currencyOf } from '../database/parse.ts';
import { fingerprintOf } from '../payment-methods/fingerprint.ts';
import { creditAsExternal } from '../top-ups/credit.ts';
import { leaveIncident } from './incident.ts';
import { type LockedCharge, lockCharge } from './locked.ts';
import type { CloseCharge } from './types.ts';

const CANCELED_BECAUSE: Record<CloseCharge['as'], string> = {
  stopped: 'stopped',
  paid_outside: 'paid outside',
  written_off: 'written off',
  funded_otherwise: 'the money came in another way',
  given_up: 'given up',
};

/** Once: a charge that has ended, however, stays as it is. */
export async function closeWithin(records: Records, input: CloseCharge): Promise<void> {
  const { chargeId, as, actor, note } = input;
  const { charge, topUp } = await lockCharge(records, chargeId);
  if (charge.status !== 'open') return;
  const now = new Date();
  await records.chargeRow.update({
    where: { id: chargeId },
    data: {
      status: 'canceled',
      retryState: null,
      nextAttemptAt: null,
      closedAs: as,
      closedBy: actor.label,
      closedNote: note,
      closedAt: now,
    },
  });
  await endReasons(records, input);
  await records.payerLinkRow.updateMany({
    where: { chargeId, usedAt: null, revokedAt: null },
    data: { revokedAt: now },
  });
  if (charge.incidentId !== null) await leaveIncident(records, charge.incidentId);
  await recordAudit(records, {
    accountId: charge.accountId,
    actor,
    action: 'charge.closed',
    subjectId: chargeId,
    before: auditable({ retryState: charge.retryState, status: charge.status }),
    after: auditable({ as, note, reference: input.reference }),
  });
  if (as === 'written_off') await writeOffExposure(records, { charge, topUp });
  await records.affectedBuyerRow.updateMany({ where: { chargeId, closedAt: null }, data: { closedAt: now } });
  if (as === 'paid_outside') return creditAsExternal(records, topUp, input.reference ?? note);
  await cancelTopUp(records, { charge, topUp }, input);
}

/**
 * A pause ends when the money is there or nobody asks for it any more. That nothing more is tried resolves nothing: what
 * was stopped or given up stays a reason until money comes in or somebody lifts it.
 */
async function endReasons(records: Records, { chargeId, as, actor, note }: CloseCharge): Promise<void> {
  const closedAs = closedAsOf(as);
  if (closedAs === null) return;
  await records.pauseReasonRow.updateMany({
    where: { subjectId: chargeId, closedAt: null },
    data: { closedAt: new Date(), closedAs, closedBy: actor.label, closedNote: note },
  });
}

function closedAsOf(as: CloseCharge['as']): string | null {
  switch (as) {
    case 'paid_outside':
    case 'written_off':
      return as;
    case 'funded_otherwise':
      return 'funded';
    case 'stopped':
    case 'given_up':
      return null;
  }
}

/** What the buyers that it concerned owe for leads delivered on trust is owed no more. */
async function writeOffExposure(records: Records, { charge }: LockedCharge): Promise<void> {
  const { id: chargeId, accountId } = charge;
  const currency = currencyOf(charge.currency);
  const affected = await records.affectedBuyerRow.findMany({
    where: { chargeId, closedAt: null },
    orderBy: { buyerId: 'asc' },
  });
  for (const { buyerId } of affected) {
    const book = await openBook(records, { accountId, kind: 'receivable', ownerId: buyerId, currency });
    const [owed] = await records.$queryRaw<{ minor: bigint }[]>`
      select exposure_of(b.owner_id) as minor from book_account b where b.id = ${book} for no key update`;
    if (owed === undefined || owed.minor <= 0n) continue;
    const event = { accountId, currency, amountMinor: owed.minor, ownerId: buyerId };
    await postWithin(records, { ...event, event: 'write_off', subjectId: `${chargeId}:${buyerId}` });
  }
  await records.pauseReasonRow.updateMany({
    where: {
      buyerId: { in: affected.map(({ buyerId }) => buyerId) },
      reason: 'exposure_limit_reached',
      closedAt: null,
    },
    data: { closedAt: new Date(), closedAs: 'written_off' },
  });
}

async function cancelTopUp(
  records: Records,
  { charge, topUp }: LockedCharge,
  { as, actor, note }: CloseCharge,
): Promise<void> {
  const now = new Date();
  const cancelReason = note === null ? CANCELED_BECAUSE[as] : `${CANCELED_BECAUSE[as]}: ${note}`;
  await records.topUpRow.update({
    where: { id: topUp.id },
    data: { status: 'canceled', endedAt: now, updatedAt: now, cancelReason },
  });
  await recordAudit(records, {
    accountId: topUp.accountId,
    actor,
    action: 'top_up.canceled',
    subjectId: topUp.id,
    after: auditable({ reason: cancelReason }),
  });
  // Where the money came in another way, one soft decline must not switch the rule off.
  if (topUp.trigger === 'auto' && as !== 'funded_otherwise') {
    await keepRuleSuspended(records, { charge, topUp });
  }
  await records.$queryRaw`select check_auto_top_up(${topUp.accountId}, ${topUp.walletId})`;
}

/** Its card was declined and nobody has paid with it since: an automatic top-up must not begin the same again. */
async function keepRuleSuspended(records: Records, { charge, topUp }: LockedCharge): Promise<void> {
  const declined = await records.chargeAttemptRow.findFirst({
    where: { chargeId: charge.id, outcome: 'declined' },
    include: { paymentMethod: true },
    orderBy: { number: 'desc' },
  });
  if (declined === null) return;
  await records.$queryRaw`
    select suspend_auto_top_up(
      ${topUp.walletId}, 'card_declined', ${fingerprintOf(declined.paymentMethod)}, ${topUp.id})`;
}
