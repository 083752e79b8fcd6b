import type { Records } from '../database/connection.ts';
import type { DisputeRow } from '../generated/prisma/client.ts';
import { writeMail } from '../notifications/write-mail.ts';
import type { Frozen } from './freeze.ts';

type Opened = { row: DisputeRow; about: 'inquiry' | 'opened'; frozen: Frozen | null };

/** To the agency alone, once for an inquiry and once more when its money is gone: the payer knows what he did. */
export async function tellOpened(records: Records, { row, about, frozen }: Opened): Promise<void> {
  const paused = await records.buyerRow.findMany({
    where: { id: { in: frozen?.pausedBuyerIds ?? [] } },
    select: { id: true, name: true },
    orderBy: { id: 'asc' },
  });
  await writeMail(records, {
    accountId: row.accountId,
    buyerId: null,
    kind: 'dispute_opened',
    occasion: about === 'inquiry' ? `${row.id}:inquiry` : row.id,
    data: {
      ...(await commonOf(records, row)),
      about,
      pausedBuyers: paused.map(({ id, name }) => ({ buyerId: id, name })),
      suspendedRules: frozen?.suspendedWalletIds.length ?? 0,
    },
  });
}

export async function tellClosed(records: Records, row: DisputeRow): Promise<void> {
  await writeMail(records, {
    accountId: row.accountId,
    buyerId: null,
    kind: 'dispute_closed',
    occasion: row.id,
    data: { ...(await commonOf(records, row)), verdict: row.verdict, wasTaken: row.txId !== null },
  });
}

/** Once for each number, and no more once evidence was submitted or the bank has decided. */
export async function remindWithin(
  records: Records,
  { disputeId, number }: { disputeId: string; number: number },
): Promise<void> {
  const row = await records.disputeRow.findUniqueOrThrow({ where: { id: disputeId } });
  if (row.verdict !== null || row.evidenceSubmitted) return;
  await writeMail(records, {
    accountId: row.accountId,
    buyerId: null,
    kind: 'dispute_opened',
    occasion: `${disputeId}:due:${number}`,
    data: { ...(await commonOf(records, row)), about: 'reminder', number },
  });
}

async function commonOf(records: Records, row: DisputeRow) {
  const charge =
    row.chargeId === null
      ? null
      : await records.chargeRow.findUnique({ where: { id: row.chargeId }, include: { paymentMethod: true } });
  return {
    disputeId: row.id,
    stripeDisputeId: row.stripeDisputeId,
    walletId: row.walletId,
    buyerId: row.buyerId,
    topUpId: charge?.topUpId ?? null,
    brand: charge?.paymentMethod.brand ?? null,
    last4: charge?.paymentMethod.last4 ?? null,
    payer: charge?.buyerId === null ? 'account' : 'buyer',
    amountMinor: Number(row.amountMinor),
    fromWalletMinor: Number(row.fromWalletMinor),
    fromReceivableMinor: Number(row.fromReceivableMinor),
    currency: row.currency,
    reason: row.reason,
    evidenceDueAt: row.evidenceDueAt?.toISOString() ?? null,
  };
}
