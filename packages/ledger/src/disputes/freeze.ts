import { newId } from '@drawdown/shared/ids';
import type { Records } from '../database/connection.ts';
import type { DisputeRow } from '../generated/prisma/client.ts';
import type { Recording } from './recording.ts';

export type Frozen = { pausedBuyerIds: string[]; suspendedWalletIds: string[] };

/**
 * Rules that charge the disputed card charge nothing more, and buyers whose failure policy is to pause receive no leads.
 * Under the locks of their wallets. What was available before is told to be gone only after that, so that no rule refills
 * it with that card.
 */
export async function freeze(
  records: Records,
  dispute: DisputeRow,
  { payment, concerned }: Recording,
): Promise<Frozen> {
  const suspendedWalletIds: string[] = [];
  for (const walletId of concerned.ruleWalletIds) {
    const [row] = await records.$queryRaw<{ suspended: boolean }[]>`
      select suspend_auto_top_up(${walletId}, 'disputed', ${payment.fingerprint}::text, ${payment.topUpId}::text) as suspended`;
    if (row?.suspended === true) suspendedWalletIds.push(walletId);
  }
  const pausing = concerned.buyers.filter(({ failurePolicy }) => failurePolicy === 'pause');
  await records.pauseReasonRow.createMany({
    data: pausing.map(({ id: buyerId, pauseTiming }) => ({
      id: newId('pauseReason'),
      accountId: payment.accountId,
      buyerId,
      reason: 'dispute_opened',
      subjectId: dispute.id,
      effect: pauseTiming === 'immediate' ? 'pause' : 'pause_when_exhausted',
      openedBy: 'Stripe',
    })),
  });
  await lookAtWallet(records, payment);
  return { pausedBuyerIds: pausing.map(({ id }) => id), suspendedWalletIds };
}

/** The low balance is told, and a rule that charges another card refills. Under the wallet's lock. */
export async function lookAtWallet(
  records: Records,
  { accountId, walletId }: { accountId: string; walletId: string },
): Promise<void> {
  await records.$executeRaw`select keep_low_balance(${walletId}, lock_wallet(${accountId}, ${walletId}))`;
  await records.$queryRaw`select check_auto_top_up(${accountId}, ${walletId})`;
}
