import { newId } from '@drawdown/shared/ids';
import type { Records } from '../database/connection.ts';
import type { LockedLead } from './locked.ts';

/**
 * Pauses the buyer for a lead that its card did not pay, once for each card. Answers the buyer where that is what paused
 * it. A buyer whose failed charges are being retried has a limit to pay its way below; anybody else needs a card that
 * works, or, where leads are drawn from a wallet, the price in it.
 */
export async function pauseForLead(
  records: Records,
  { charge, delivery, buyer }: LockedLead,
): Promise<string[]> {
  const { accountId, id: chargeId, incidentId } = charge;
  if (buyer.failurePolicy === 'continue' && (await isTrustedAlready(records, buyer.id))) {
    const before = await openReasons(records, buyer.id);
    await records.$executeRaw`select pause_by_lead(${accountId}, ${buyer.id}, 'exposure_limit_reached')`;
    return (await openReasons(records, buyer.id)) > before ? [buyer.id] : [];
  }
  const [open] = await records.$queryRaw<{ id: string }[]>`
    select r.id from pause_reason r join charge c on c.id = r.subject_id
    where r.buyer_id = ${buyer.id} and r.closed_at is null and c.incident_id = ${incidentId} limit 1`;
  if (open !== undefined) return [];
  const drawsOnWallet = buyer.mechanism === 'wallet';
  const keepsDrawing = drawsOnWallet && buyer.pauseTiming === 'when_exhausted';
  await records.pauseReasonRow.create({
    data: {
      id: newId('pauseReason'),
      accountId,
      buyerId: buyer.id,
      reason: 'charge_declined',
      subjectId: chargeId,
      effect: keepsDrawing ? 'pause_when_exhausted' : 'pause',
      amountMinor: drawsOnWallet ? delivery.priceMinor : null,
      openedBy: 'collections',
    },
  });
  return [buyer.id];
}

async function isTrustedAlready(records: Records, buyerId: string): Promise<boolean> {
  const [left] = await records.$queryRaw<{ minor: bigint | null }[]>`select trust_left(${buyerId}) as minor`;
  return left !== undefined && left.minor !== null;
}

function openReasons(records: Records, buyerId: string): Promise<number> {
  return records.pauseReasonRow.count({ where: { buyerId, closedAt: null } });
}
