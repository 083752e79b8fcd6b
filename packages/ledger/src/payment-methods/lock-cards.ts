import type { Records } from '../database/connection.ts';
import type { Payer } from './types.ts';

/** The saved cards of one payer that are still there. */
export function cardsOf(accountId: string, payer: Payer) {
  return { ...everyCardOf(accountId, payer), forLinkId: null };
}

/** Also those that were given for one payment. */
export function everyCardOf(accountId: string, payer: Payer) {
  return { accountId, buyerId: payer.kind === 'buyer' ? payer.buyerId : null, removedAt: null };
}

/**
 * One payer's cards change one after the other, so that exactly one of them is the default. Takes the locks of the wallet
 * that the payer draws on and of those whose rules charge these cards as well, in their order and before any card is
 * touched: who credits a wallet, or delivers a paid lead, marks the card that paid while he holds that wallet's lock.
 */
export async function lockCards(records: Records, accountId: string, payer: Payer): Promise<void> {
  const buyerId = payer.kind === 'buyer' ? payer.buyerId : '';
  await records.$executeRaw`
    select pg_advisory_xact_lock(hashtextextended(${`cards:${accountId}:${buyerId}`}, 0))`;
  await records.$queryRaw`
    select lock_wallet(r.account_id, r.wallet_id) from (
      select account_id, wallet_id from auto_top_up_rule
      where account_id = ${accountId} and coalesce(payer_buyer_id, '') = ${buyerId}
      union select account_id, wallet_id from buyer where id = ${buyerId} and account_id = ${accountId}
      order by wallet_id) r`;
}

/** Under the lock of the payer's cards. */
export async function makeDefault(
  records: Records,
  accountId: string,
  payer: Payer,
  id: string,
): Promise<void> {
  await records.paymentMethodRow.updateMany({
    where: { ...cardsOf(accountId, payer), isDefault: true, id: { not: id } },
    data: { isDefault: false },
  });
  await records.paymentMethodRow.updateMany({
    where: { id, isDefault: false },
    data: { isDefault: true, isBackup: false, defaultSince: new Date() },
  });
}
