import type { Decline } from '@drawdown/shared/payments';
import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import { declineColumns } from '../charges/read.ts';
import { closeWithin } from '../collections/close.ts';
import type { Records } from '../database/connection.ts';
import type { ChargeRow, TopUpRow } from '../generated/prisma/client.ts';
import { writeMail } from '../notifications/write-mail.ts';
import { fingerprintOf } from '../payment-methods/fingerprint.ts';

type OpenTopUp = { topUp: TopUpRow; charge: ChargeRow | null };

/** Locked, first as everywhere; null when it has ended. */
async function lockOpen(records: Records, topUpId: string): Promise<OpenTopUp | null> {
  await records.$queryRaw`select id from top_up where id = ${topUpId} for update`;
  const topUp = await records.topUpRow.findUniqueOrThrow({ where: { id: topUpId } });
  const charge = await records.chargeRow.findUnique({ where: { topUpId } });
  return topUp.endedAt === null ? { topUp, charge } : null;
}

/** Stripe refused to set the charge up. A rule that asked for it is suspended: the next time would end the same. */
export async function declineTopUp(records: Records, topUpId: string, decline: Decline): Promise<void> {
  const open = await lockOpen(records, topUpId);
  if (open === null) return;
  const { topUp } = open;
  const now = new Date();
  const declined = { status: 'declined', endedAt: now, updatedAt: now, ...declineColumns(decline) };
  await records.topUpRow.update({ where: { id: topUpId }, data: declined });
  await records.chargeRow.updateMany({
    where: { topUpId, status: 'open' },
    data: { status: 'declined', retryState: null, nextAttemptAt: null },
  });
  await records.$queryRaw`select lock_wallet(${topUp.accountId}, ${topUp.walletId})`;
  if (topUp.trigger === 'auto') await suspendRule(records, open, decline);
  await records.$queryRaw`select check_auto_top_up(${topUp.accountId}, ${topUp.walletId})`;
}

async function suspendRule(records: Records, { topUp, charge }: OpenTopUp, decline: Decline): Promise<void> {
  if (charge === null) return;
  const { id: topUpId, accountId, walletId, amountMinor, currency } = topUp;
  const card = await records.paymentMethodRow.findUniqueOrThrow({ where: { id: charge.paymentMethodId } });
  await records.$queryRaw`
    select suspend_auto_top_up(${walletId}, 'card_declined', ${fingerprintOf(card)}, ${topUpId})`;
  await writeMail(records, {
    accountId,
    buyerId: charge.buyerId,
    kind: 'charge_declined',
    occasion: charge.id,
    data: {
      chargeId: charge.id,
      topUpId,
      walletId,
      amountMinor: Number(amountMinor),
      currency,
      payer: charge.buyerId === null ? 'account' : 'buyer',
      buyerId: charge.buyerId,
      brand: card.brand,
      last4: card.last4,
      declineCode: decline.code,
      next: 'needs_card',
      nextAttemptAt: null,
      autoTopUpSuspended: true,
      affectedBuyers: [],
    },
  });
}

type Cancellation = { topUpId: string; reason: string; actor: Actor };

export async function cancelTopUp(records: Records, { topUpId, reason, actor }: Cancellation): Promise<void> {
  const open = await lockOpen(records, topUpId);
  if (open === null) return;
  const { topUp, charge } = open;
  if (charge !== null && charge.retryState !== null) {
    return closeWithin(records, { chargeId: charge.id, as: 'stopped', actor, note: reason });
  }
  const now = new Date();
  await records.topUpRow.update({
    where: { id: topUpId },
    data: { status: 'canceled', endedAt: now, updatedAt: now, cancelReason: reason },
  });
  await records.chargeRow.updateMany({ where: { topUpId, status: 'open' }, data: { status: 'canceled' } });
  await recordAudit(records, {
    accountId: topUp.accountId,
    actor,
    action: 'top_up.canceled',
    subjectId: topUpId,
    after: auditable({ reason }),
  });
  await records.$queryRaw`select check_auto_top_up(${topUp.accountId}, ${topUp.walletId})`;
}
