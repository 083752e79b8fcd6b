import { postWithin } from '../books/post.ts';
import type { Records } from '../database/connection.ts';
import type { Movable } from './movable.ts';
import type { Place } from './types.ts';

type Moving = { accountId: string; switchId: string; from: Movable[]; to: Place & { walletId: string } };

/**
 * Posts what goes along, under the locks of all these wallets, and then does what any credit does: it pays what is owed on
 * trust and ends the pauses that money ends. Answers what was moved.
 */
export async function moveBalances(
  records: Records,
  { accountId, switchId, from, to }: Moving,
): Promise<bigint> {
  let moved = 0n;
  for (const { walletId, amountMinor } of from) {
    const posted = await postWithin(records, {
      event: 'balance_moved',
      accountId,
      currency: to.currency,
      walletId,
      toWalletId: to.walletId,
      switchId,
      amountMinor,
    });
    if (posted.status !== 'posted')
      throw new Error(`the balance of ${walletId} was not moved: ${posted.status}`);
    moved += amountMinor;
  }
  if (moved > 0n)
    await records.$executeRaw`select after_credit(${accountId}, ${to.walletId}, ${moved}::bigint)`;
  return moved;
}
