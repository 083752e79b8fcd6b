import type { Records } from '../database/connection.ts';
import type { PaymentOfDispute } from './find-payment.ts';

/** Whom a dispute concerns: who receives leads for the payment's money, and the rules that charge the same card. */
export type Concerned = {
  buyers: { id: string; failurePolicy: string; pauseTiming: string; walletId: string }[];
  ruleWalletIds: string[];
};

export async function findConcerned(records: Records, payment: PaymentOfDispute): Promise<Concerned> {
  const { accountId, walletId, payerBuyerId, purpose, buyerId } = payment;
  const concerned = purpose === 'top_up' ? payerBuyerId : buyerId;
  const buyers = await records.buyerRow.findMany({
    where: { accountId, ...(concerned === null ? { walletId } : { id: concerned }) },
    select: { id: true, failurePolicy: true, pauseTiming: true, walletId: true },
    orderBy: { id: 'asc' },
  });
  const rules = await records.$queryRaw<{ wallet_id: string }[]>`
    select r.wallet_id from auto_top_up_rule r
    join payment_method m on m.account_id = r.account_id and m.is_default
      and coalesce(m.buyer_id, '') = coalesce(r.payer_buyer_id, '')
    where r.account_id = ${accountId} and coalesce(m.fingerprint, m.id) = ${payment.fingerprint}::text
    order by r.wallet_id`;
  return { buyers, ruleWalletIds: rules.map((rule) => rule.wallet_id) };
}

/**
 * Takes every lock that recording a dispute needs, in the order that everybody keeps: the top-up, the charge, then wallets
 * by id, so that two disputes of one card never wait for each other in a circle. Answers what is available in the wallet.
 */
export async function lockConcerned(
  records: Records,
  { topUpId, chargeId, accountId, walletId }: PaymentOfDispute,
  { buyers, ruleWalletIds }: Concerned,
): Promise<bigint> {
  if (topUpId !== null) await records.$queryRaw`select id from top_up where id = ${topUpId} for update`;
  if (chargeId !== null)
    await records.$queryRaw`select id from charge where id = ${chargeId} for no key update`;
  const wallets = new Set([walletId, ...ruleWalletIds, ...buyers.map((buyer) => buyer.walletId)]);
  let available = 0n;
  for (const id of [...wallets].sort()) {
    const [row] = await records.$queryRaw<{ available: bigint }[]>`
      select lock_wallet(${accountId}, ${id}) as available`;
    if (id === walletId) available = row?.available ?? 0n;
  }
  return available;
}
