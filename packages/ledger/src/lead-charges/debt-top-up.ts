import { auditable, recordAudit } from '../audit/record.ts';
import type { Records } from '../database/connection.ts';
import type { TopUpRow } from '../generated/prisma/client.ts';
import type { LockedLead } from './locked.ts';

const COLLECTIONS = { kind: 'system', id: 'collections', label: 'Collections' } as const;

type NewDebt = { topUpId: string; reason: string };

/**
 * Makes a lead's charge a top-up of the buyer's wallet: from now on it is collected, credited and refunded like every
 * other one. The wallet is the one he draws on now, where it has the charge's currency.
 */
export async function writeDebtTopUp(
  records: Records,
  { charge, delivery, buyer }: LockedLead,
  { topUpId, reason }: NewDebt,
): Promise<TopUpRow> {
  const { accountId, amountMinor, currency } = charge;
  const walletId = buyer.currency === currency ? buyer.walletId : delivery.walletId;
  const topUp = await records.topUpRow.create({
    data: {
      id: topUpId,
      accountId,
      walletId,
      buyerId: buyer.id,
      amountMinor,
      currency,
      funding: 'buyer_card',
      trigger: 'debt',
      status: 'pending',
      reason,
      requestedByKind: COLLECTIONS.kind,
      requestedById: COLLECTIONS.id,
      requestedByLabel: COLLECTIONS.label,
    },
  });
  await records.chargeRow.update({ where: { id: charge.id }, data: { topUpId } });
  await recordAudit(records, {
    accountId,
    actor: COLLECTIONS,
    action: 'top_up.requested',
    subjectId: topUpId,
    after: auditable({
      walletId,
      amount: { amountMinor, currency },
      trigger: 'debt',
      deliveryId: delivery.id,
    }),
  });
  return topUp;
}
