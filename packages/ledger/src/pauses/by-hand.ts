import { newId } from '@drawdown/shared/ids';
import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import type { Records } from '../database/connection.ts';
import type { PauseByHandResult, ResumeResult } from './types.ts';

export type PauseOrder = { accountId: string; buyerId: string; note: string };

/** Locks the wallet of the buyer, as everybody does who changes reasons of a pause; null when there is no such buyer. */
export async function lockBuyersWallet(
  records: Records,
  { accountId, buyerId }: { accountId: string; buyerId: string },
): Promise<string | null> {
  const buyer = await records.buyerRow.findFirst({ where: { id: buyerId, accountId }, select: { id: true } });
  if (buyer === null) return null;
  // It looks again under the lock: the buyer may have moved to another wallet.
  const [locked] = await records.$queryRaw<{ wallet_id: string }[]>`
    select lock_buyer(${accountId}, ${buyerId}) as wallet_id`;
  return locked?.wallet_id ?? null;
}

export async function pauseByHand(
  records: Records,
  order: PauseOrder,
  actor: Actor,
): Promise<PauseByHandResult> {
  const { accountId, buyerId, note } = order;
  if ((await lockBuyersWallet(records, order)) === null) return { outcome: 'buyer_not_found' };
  const open = await records.pauseReasonRow.findFirst({
    where: { buyerId, reason: 'manual', subjectId: '', closedAt: null },
  });
  if (open !== null) return { outcome: 'already_paused' };
  await records.pauseReasonRow.create({
    data: { id: newId('pauseReason'), accountId, buyerId, reason: 'manual', note, openedBy: actor.label },
  });
  await recordAudit(records, {
    accountId,
    actor,
    action: 'buyer.paused',
    subjectId: buyerId,
    after: auditable({ note }),
  });
  return { outcome: 'paused' };
}

export async function resumeByHand(records: Records, order: PauseOrder, actor: Actor): Promise<ResumeResult> {
  const { accountId, buyerId, note } = order;
  const walletId = await lockBuyersWallet(records, order);
  if (walletId === null) return { outcome: 'buyer_not_found' };
  const open = await records.pauseReasonRow.findMany({ where: { buyerId, closedAt: null } });
  if (open.length === 0) return { outcome: 'not_paused' };
  await records.pauseReasonRow.updateMany({
    where: { buyerId, closedAt: null },
    data: { closedAt: new Date(), closedAs: 'lifted', closedBy: actor.label, closedNote: note },
  });
  await recordAudit(records, {
    accountId,
    actor,
    action: 'buyer.resumed',
    subjectId: buyerId,
    before: auditable({ reasons: open.map(({ reason, subjectId }) => ({ reason, subjectId })) }),
    after: auditable({ note }),
  });
  // A wallet whose buyers were all paused by hand was not refilled.
  await records.$queryRaw`select check_auto_top_up(${accountId}, ${walletId})`;
  return { outcome: 'resumed' };
}

/** "Keep delivering what is left", and back: for the buyer from now on, and for what a failed charge brought about already. */
export async function setTiming(
  records: Records,
  order: { accountId: string; buyerId: string; timing: 'immediate' | 'when_exhausted' },
  actor: Actor,
): Promise<boolean> {
  const { accountId, buyerId, timing } = order;
  if ((await lockBuyersWallet(records, order)) === null) return false;
  const before = await records.buyerRow.findUniqueOrThrow({ where: { id: buyerId } });
  await records.buyerRow.update({ where: { id: buyerId }, data: { pauseTiming: timing } });
  await records.pauseReasonRow.updateMany({
    where: {
      buyerId,
      closedAt: null,
      reason: {
        in: ['charge_declined', 'authentication_required', 'charge_retries_exhausted', 'dispute_opened'],
      },
    },
    data: { effect: timing === 'immediate' ? 'pause' : 'pause_when_exhausted' },
  });
  await recordAudit(records, {
    accountId,
    actor,
    action: 'buyer.pause_timing_changed',
    subjectId: buyerId,
    before: auditable({ pauseTiming: before.pauseTiming }),
    after: auditable({ pauseTiming: timing }),
  });
  return true;
}
