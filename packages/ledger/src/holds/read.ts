import { REFUSAL_CODES } from '@drawdown/shared/codes';
import { moneyOf, oneOf, optionalMoneyOf } from '../database/parse.ts';
import type { HoldResolutionRow, HoldRow, Prisma } from '../generated/prisma/client.ts';
import type { Hold, HoldFilter } from './types.ts';

export function toHold(row: HoldRow & { resolution: HoldResolutionRow | null }): Hold {
  const { resolution, currency } = row;
  return {
    id: row.id,
    accountId: row.accountId,
    buyerId: row.buyerId,
    walletId: row.walletId,
    leadId: row.leadId,
    amount: moneyOf(row.amountMinor, currency),
    status: statusOf(row, resolution),
    refusalCode: row.refusalCode === null ? null : oneOf(REFUSAL_CODES, row.refusalCode),
    availableSeen: moneyOf(row.availableSeenMinor, currency),
    captured: optionalMoneyOf(resolution?.capturedMinor ?? null, currency),
    deliveryId: resolution?.deliveryId ?? null,
    expiresAt: row.expiresAt,
    createdAt: row.createdAt,
    endedAt: resolution?.at ?? null,
  };
}

function statusOf(row: HoldRow, resolution: HoldResolutionRow | null): Hold['status'] {
  if (row.outcome === 'refused') return 'refused';
  return resolution === null ? 'open' : oneOf(['captured', 'released', 'expired'], resolution.kind);
}

export function whereHold(
  accountId: string,
  { walletId, buyerId, status }: HoldFilter,
): Prisma.HoldRowWhereInput {
  return {
    accountId,
    ...(walletId !== undefined && { walletId }),
    ...(buyerId !== undefined && { buyerId }),
    ...(status !== undefined && whereStatus(status)),
  };
}

function whereStatus(status: Hold['status']): Prisma.HoldRowWhereInput {
  switch (status) {
    case 'refused':
      return { outcome: 'refused' };
    case 'open':
      return { outcome: 'placed', resolution: null };
    case 'captured':
    case 'released':
    case 'expired':
      return { resolution: { kind: status } };
  }
}
