import type { PauseReason } from '@drawdown/shared/codes';
import { newId } from '@drawdown/shared/ids';
import type { Records } from '../database/connection.ts';
import type { BuyerRow, ChargeRow, PauseReasonRow } from '../generated/prisma/client.ts';

/** Buyers whose delivery a failing charge concerns, each with the policy that it had when the charge began to fail. */
export async function affectBuyers(records: Records, charge: ChargeRow, walletId: string): Promise<void> {
  const buyers = await records.buyerRow.findMany({
    where: charge.buyerId === null ? { walletId } : { id: charge.buyerId },
    orderBy: { id: 'asc' },
  });
  await records.affectedBuyerRow.createMany({
    data: buyers.map(({ id, failurePolicy }) => ({
      chargeId: charge.id,
      buyerId: id,
      accountId: charge.accountId,
      policy: failurePolicy,
    })),
    skipDuplicates: true,
  });
}

export type Failure = {
  reason: Extract<PauseReason, 'charge_declined' | 'authentication_required' | 'charge_retries_exhausted'>;
  /** Nothing more is tried by itself: the policy `continue` has an end too. */
  isStuck: boolean;
};

/**
 * Pauses whom the failure pauses. One reason stands for one charge and buyer: a graver one takes the place of what was said
 * before, and what somebody lifted by hand stays lifted for this charge. Answers the buyers that are paused by it now and
 * were not before.
 */
export async function pauseAffected(
  records: Records,
  charge: ChargeRow,
  { reason, isStuck }: Failure,
): Promise<string[]> {
  const affected = await records.affectedBuyerRow.findMany({
    where: { chargeId: charge.id, closedAt: null, ...(isStuck ? {} : { policy: 'pause' }) },
    include: { buyer: true },
    orderBy: { buyerId: 'asc' },
  });
  const earlier = await records.pauseReasonRow.findMany({ where: { subjectId: charge.id } });
  const opening = affected.flatMap(({ buyer }) =>
    openingFor(
      buyer,
      reason,
      earlier.filter(({ buyerId }) => buyerId === buyer.id),
    ),
  );
  await records.pauseReasonRow.createMany({
    data: opening.map(({ buyerId, effect }) => ({
      id: newId('pauseReason'),
      accountId: charge.accountId,
      buyerId,
      reason,
      subjectId: charge.id,
      effect,
      amountMinor: charge.amountMinor,
      openedBy: 'collections',
    })),
  });
  // After the new ones are there, so that no pause ends in between.
  await records.pauseReasonRow.updateMany({
    where: { id: { in: opening.flatMap(({ replaces }) => replaces) } },
    data: { closedAt: new Date(), closedAs: 'gone' },
  });
  return opening.flatMap(({ buyerId, replaces }) => (replaces.length === 0 ? [buyerId] : []));
}

type Opening = { buyerId: string; effect: string; replaces: string[] };

/** Nothing where this charge pauses him for the same reason already, or somebody has let him go on. */
function openingFor(buyer: BuyerRow, reason: string, earlier: PauseReasonRow[]): Opening[] {
  const open = earlier.filter(({ closedAt }) => closedAt === null);
  if (open.some((row) => row.reason === reason)) return [];
  if (earlier.some(({ closedAs }) => closedAs === 'lifted')) return [];
  const byTiming = buyer.pauseTiming === 'immediate' ? 'pause' : 'pause_when_exhausted';
  return [{ buyerId: buyer.id, effect: open[0]?.effect ?? byTiming, replaces: open.map(({ id }) => id) }];
}
