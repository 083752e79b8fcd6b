import type { Records } from '../database/connection.ts';

/**
 * Closes the reasons of a buyer whose cause is gone: what money resolves by itself, and charges that were paid in the
 * meantime. All of it happens at once where it comes about; this finds what was missed. Answers how many of this buyer.
 */
export async function recheckWithin(records: Records, buyerId: string): Promise<number> {
  const buyer = await records.buyerRow.findUniqueOrThrow({ where: { id: buyerId } });
  const { accountId, walletId } = buyer;
  await records.$queryRaw`select lock_wallet(${accountId}, ${walletId})`;
  const open = { buyerId, closedAt: null };
  const before = await records.pauseReasonRow.count({ where: open });
  if (before === 0) return 0;
  await records.$queryRaw`select resolve_funded_reasons(${accountId}, ${walletId})`;
  await records.$queryRaw`select resolve_dispute_reasons(${accountId}, ${walletId})`;
  await records.$executeRaw`
    update pause_reason r set closed_at = clock_timestamp(),
      closed_as = case when c.status = 'succeeded' then 'paid' when c.closed_as = 'funded_otherwise' then 'funded'
        else c.closed_as end
    from charge c
    where r.buyer_id = ${buyerId} and r.closed_at is null and c.id = r.subject_id
      and (c.status = 'succeeded' or c.closed_as in ('paid_outside', 'written_off', 'funded_otherwise'))`;
  return before - (await records.pauseReasonRow.count({ where: open }));
}
