import type { Records } from '../database/connection.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { BuyerAndWallet } from './facts.ts';

/** The buyer drew on another wallet once the locks were there: whoever asked starts over with what is true now. */
export class BuyerMoved extends Error {
  constructor(buyerId: string) {
    super(`${buyerId} moved to another wallet while it was locked`);
    this.name = 'BuyerMoved';
  }
}

type Locking = { buyerId: string; walletId: string; others?: readonly string[] };

/**
 * Locks these wallets, in the order of their books as postings do, and then the buyer: a lead that is being decided comes
 * first, and the next one reads what was written under the lock. @throws BuyerMoved
 */
export async function lockBuyer(
  records: Records,
  { buyerId, walletId, others = [] }: Locking,
): Promise<BuyerAndWallet> {
  await records.$queryRaw`select b.id from wallet w join book_account b on b.id = w.book_account_id
    where w.id in (${Prisma.join([walletId, ...others])}) order by b.id for no key update of b`;
  const locked = await lockBuyerRow(records, buyerId);
  if (locked.wallet.id !== walletId) throw new BuyerMoved(buyerId);
  return locked;
}

/** For changes that no lead is decided by. Rows that only name the buyer do not wait for this. */
export async function lockBuyerRow(records: Records, buyerId: string): Promise<BuyerAndWallet> {
  await records.$queryRaw`select id from buyer where id = ${buyerId} for no key update`;
  const { wallet, ...buyer } = await records.buyerRow.findUniqueOrThrow({
    where: { id: buyerId },
    include: { wallet: true },
  });
  return { buyer, wallet };
}

const MAX_TRIES = 4;

/** Runs it again when the buyer moved in between. */
export async function untilItStays<T>(run: () => Promise<T>, tries = 1): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof BuyerMoved && tries < MAX_TRIES) return untilItStays(run, tries + 1);
    throw error;
  }
}
