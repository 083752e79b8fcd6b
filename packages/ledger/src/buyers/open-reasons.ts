import { PAUSE_REASONS } from '@drawdown/shared/codes';
import { collectedTopUpId, retryStateOf } from '../charges/read.ts';
import { oneOf, optionalMoneyOf } from '../database/parse.ts';
import type { PauseReasonRow, Prisma, PrismaClient } from '../generated/prisma/client.ts';
import type { OpenPauseReason } from './types.ts';

const withItsCard = {
  paymentMethod: true,
  attempts: { where: { outcome: 'declined' }, orderBy: { number: 'desc' }, take: 1 },
} satisfies Prisma.ChargeRowInclude;

export type ChargesById = Map<string, Prisma.ChargeRowGetPayload<{ include: typeof withItsCard }>>;

/** The charges that still fail, of those that pause reasons are about. */
export async function chargesOf(prisma: PrismaClient, reasons: PauseReasonRow[]): Promise<ChargesById> {
  const ids = reasons.flatMap(({ subjectId }) => (subjectId === '' ? [] : [subjectId]));
  if (ids.length === 0) return new Map();
  const charges = await prisma.chargeRow.findMany({
    where: { id: { in: ids }, retryState: { not: null } },
    include: withItsCard,
  });
  return new Map(charges.map((charge) => [charge.id, charge]));
}

export function toOpenReason(row: PauseReasonRow, currency: string, charges: ChargesById): OpenPauseReason {
  return {
    id: row.id,
    reason: oneOf(PAUSE_REASONS, row.reason),
    since: row.openedAt,
    note: row.note,
    openedBy: row.openedBy,
    effect: oneOf(['pause', 'pause_when_exhausted'], row.effect),
    amount: optionalMoneyOf(row.amountMinor, currency),
    chargeId: row.subjectId.startsWith('chg_') ? row.subjectId : null,
    charge: toCharge(charges, row.subjectId),
  };
}

function toCharge(charges: ChargesById, chargeId: string): OpenPauseReason['charge'] {
  const charge = charges.get(chargeId);
  const retryState = charge && retryStateOf(charge);
  if (!charge || !retryState) return null;
  const { brand, last4 } = charge.paymentMethod;
  return {
    topUpId: collectedTopUpId(charge),
    payer: charge.buyerId === null ? { kind: 'account' } : { kind: 'buyer', buyerId: charge.buyerId },
    card: { brand, last4 },
    declineCode: charge.attempts[0]?.declineCode ?? null,
    retryState,
    nextAttemptAt: charge.nextAttemptAt,
  };
}
