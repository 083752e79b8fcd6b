import { newId } from '@drawdown/shared/ids';
import type { SeenDispute } from '@drawdown/shared/payments';
import { auditable, recordAudit } from '../audit/record.ts';
import type { Records } from '../database/connection.ts';
import type { DisputeRow } from '../generated/prisma/client.ts';
import { writeToOutbox } from '../outbox/write.ts';
import { findConcerned, lockConcerned } from './concerned.ts';
import { closeUnanswered, giveBack, keepTaken } from './decide.ts';
import { postFees } from './fees.ts';
import { findPayment } from './find-payment.ts';
import { freeze } from './freeze.ts';
import { type Recording, STRIPE } from './recording.ts';
import { takesMoney, verdictOf } from './seen.ts';
import { takeMoney } from './take.ts';
import { tellOpened } from './tell.ts';

export type Recorded =
  | { outcome: 'recorded'; disputeId: string; isNew: boolean }
  | { outcome: 'not_ours' }
  | { outcome: 'not_credited_yet'; chargeId: string };

/** One transaction under the locks of whom it concerns: what an earlier call did is there, and is not done again. */
export async function recordWithin(
  records: Records,
  seen: SeenDispute,
  by: 'event' | 'workflow',
): Promise<Recorded> {
  const first = await findPayment(records, seen.paymentIntentId);
  if (first === null) return { outcome: 'not_ours' };
  const concerned = await findConcerned(records, first);
  const availableMinor = await lockConcerned(records, first, concerned);
  // Again under the locks: until now the payment may have been credited, or its buyer have moved.
  const payment = await findPayment(records, seen.paymentIntentId);
  if (payment === null || payment.walletId !== first.walletId)
    throw new Error(`the buyer of ${seen.stripeDisputeId} moved meanwhile; to be tried again`);
  if (payment.isStillOpen && payment.chargeId !== null)
    return { outcome: 'not_credited_yet', chargeId: payment.chargeId };
  const recording = { seen, payment, concerned, availableMinor };
  const known = await records.disputeRow.findUnique({ where: { stripeDisputeId: seen.stripeDisputeId } });
  const before = known ?? (await openRow(records, recording));
  const after = await bringUpToDate(records, before, recording);
  if (known !== null && by === 'event' && isNews(before, after))
    await writeToOutbox(records, { kind: 'dispute_news', disputeId: before.id });
  return { outcome: 'recorded', disputeId: before.id, isNew: known === null };
}

async function openRow(records: Records, { seen, payment }: Recording): Promise<DisputeRow> {
  const { accountId, chargeId, paymentId, walletId, buyerId, fingerprint } = payment;
  const row = await records.disputeRow.create({
    data: {
      id: newId('dispute'),
      accountId,
      chargeId,
      paymentId,
      stripeDisputeId: seen.stripeDisputeId,
      walletId,
      buyerId,
      fingerprint,
      amountMinor: BigInt(seen.amountMinor),
      currency: seen.currency,
      reason: seen.reason,
      stripeStatus: seen.status,
      evidenceDueAt: dueOf(seen),
      evidenceSubmitted: seen.evidenceSubmitted,
      openedAt: new Date(),
    },
  });
  await recordAudit(records, {
    accountId,
    actor: STRIPE,
    action: 'dispute.opened',
    subjectId: row.id,
    after: auditable({ ...seen, chargeId, paymentId }),
  });
  await writeToOutbox(records, {
    kind: 'start_dispute',
    input: {
      disputeId: row.id,
      stripeDisputeId: seen.stripeDisputeId,
      accountId,
      walletId,
      buyerId,
      amountMinor: seen.amountMinor,
      currency: seen.currency,
    },
  });
  return row;
}

async function bringUpToDate(
  records: Records,
  before: DisputeRow,
  recording: Recording,
): Promise<DisputeRow> {
  const { seen, payment } = recording;
  const fees = await postFees(records, payment.accountId, seen.movements);
  let row = await records.disputeRow.update({
    where: { id: before.id },
    data: {
      stripeStatus: seen.status,
      reason: seen.reason,
      evidenceDueAt: dueOf(seen),
      evidenceSubmitted: seen.evidenceSubmitted,
      ...(fees !== null && { feeMinor: fees.feeMinor, feeCurrency: fees.currency }),
      // What is disputed may change as long as nothing was taken for it.
      ...(before.txId === null && before.verdict === null && { amountMinor: BigInt(seen.amountMinor) }),
    },
  });
  if (row.verdict !== null) {
    await reportOtherVerdict(records, row, seen);
    return row;
  }
  if (row.txId === null && takesMoney(seen)) row = await open(records, row, recording);
  else if (row.txId === null) await tellOpened(records, { row, about: 'inquiry', frozen: null });
  switch (verdictOf(seen)) {
    case 'won':
      return giveBack(records, row, recording);
    case 'lost':
      return keepTaken(records, row, recording);
    case 'inquiry_closed':
      return closeUnanswered(records, row);
    case null:
      return row;
  }
}

/** The money first, then whom it pauses and what it freezes; only then is it told. */
async function open(records: Records, row: DisputeRow, recording: Recording): Promise<DisputeRow> {
  const taken = await takeMoney(records, row, recording);
  const frozen = await freeze(records, taken, recording);
  await tellOpened(records, { row: taken, about: 'opened', frozen });
  return taken;
}

/** Stripe may change its mind long after: people have to look, once, what that means for the books. */
async function reportOtherVerdict(records: Records, row: DisputeRow, seen: SeenDispute): Promise<void> {
  const verdict = verdictOf(seen);
  if (verdict === row.verdict) return;
  const { accountId, id: subjectId } = row;
  const action = 'dispute.changed_after_verdict';
  const told = await records.auditRow.findFirst({ where: { accountId, subjectId, action } });
  if (told !== null) return;
  const before = auditable({ verdict: row.verdict });
  await recordAudit(records, {
    accountId,
    actor: STRIPE,
    action,
    subjectId,
    before,
    after: auditable({ ...seen }),
  });
}

function dueOf({ evidenceDueAt }: SeenDispute): Date | null {
  return evidenceDueAt === null ? null : new Date(evidenceDueAt);
}

function isNews(before: DisputeRow, after: DisputeRow): boolean {
  return (
    before.stripeStatus !== after.stripeStatus ||
    before.verdict !== after.verdict ||
    before.txId !== after.txId ||
    before.evidenceSubmitted !== after.evidenceSubmitted ||
    before.evidenceDueAt?.getTime() !== after.evidenceDueAt?.getTime()
  );
}
