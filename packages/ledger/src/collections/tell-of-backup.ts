import type { Records } from '../database/connection.ts';
import type { ChargeRow, TopUpRow } from '../generated/prisma/client.ts';
import { writeMail } from '../notifications/write-mail.ts';
import { fingerprintOf } from '../payment-methods/fingerprint.ts';

export type BackupPaid = { charge: ChargeRow; topUp: TopUpRow; paymentMethodId: string | null };

/**
 * Where the backup card has paid before anything followed from the decline of the first card: one mail, until that card pays
 * again. Nothing is missing today, but a card that is blocked is not asked any more, and nobody would know why the next
 * automatic top-up does not start. `charge` as it was before it was paid.
 */
export async function tellThatBackupPaid(
  records: Records,
  { charge, topUp, paymentMethodId }: BackupPaid,
): Promise<void> {
  if (charge.firstDeclinedAt !== null || paymentMethodId === null) return;
  const paidBy = await records.paymentMethodRow.findUniqueOrThrow({ where: { id: paymentMethodId } });
  // Money that comes in late may have been paid with any card of the payer.
  if (!paidBy.isBackup) return;
  const declined = await records.chargeAttemptRow.findFirst({
    where: { chargeId: charge.id, declineCode: { not: null }, paymentMethodId: { not: paymentMethodId } },
    include: { paymentMethod: true },
    orderBy: { number: 'asc' },
  });
  if (declined === null) return;
  const card = declined.paymentMethod;
  const budget = await records.cardBudgetRow.findUnique({ where: { fingerprint: fingerprintOf(card) } });
  await writeMail(records, {
    accountId: charge.accountId,
    buyerId: charge.buyerId,
    kind: 'charge_declined',
    occasion: `${card.id}:${card.lastSucceededAt?.toISOString() ?? 'never paid'}`,
    data: {
      chargeId: charge.id,
      topUpId: topUp.id,
      walletId: topUp.walletId,
      amountMinor: Number(charge.amountMinor),
      currency: charge.currency,
      payer: charge.buyerId === null ? 'account' : 'buyer',
      buyerId: charge.buyerId,
      brand: card.brand,
      last4: card.last4,
      declineCode: declined.declineCode,
      blockedUntil: budget?.blockedUntil?.toISOString() ?? null,
      paidByBrand: paidBy.brand,
      paidByLast4: paidBy.last4,
    },
  });
}
