import type { PrismaClient } from '../generated/prisma/client.ts';

export type BuyersAsOf = { accountId: string; buyerIds: string[]; at: Date };

/** What buyers were called right before an instant, by their ids. A rename that is being written is waited for. */
export async function buyerNamesAsOf(
  prisma: PrismaClient,
  { accountId, buyerIds, at }: BuyersAsOf,
): Promise<Map<string, string>> {
  if (buyerIds.length === 0) return new Map();
  const rows = await prisma.$transaction(async (records) => {
    await records.$queryRaw`
      select id from buyer where account_id = ${accountId} and id = any(${buyerIds}) order by id for share`;
    return records.$queryRaw<{ id: string; name: string }[]>`
      select id, text_as_of(id, 'name', ${at}, name) as name
      from buyer where account_id = ${accountId} and id = any(${buyerIds})`;
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Whose own wallet it is, as far as anything before the instant tells, and what he was called then. */
export async function ownerAsOf(
  prisma: PrismaClient,
  { accountId, walletId, at }: { accountId: string; walletId: string; at: Date },
): Promise<{ id: string; name: string } | null> {
  const [owner] = await prisma.$queryRaw<{ id: string | null }[]>`
    select coalesce(
      (select u.buyer_id from top_up u where u.wallet_id = w.id and u.created_at < ${at} and u.buyer_id is not null
        order by u.id limit 1),
      (select b.id from buyer b where b.wallet_id = w.id order by b.id limit 1)) as id
    from wallet w where w.id = ${walletId} and w.account_id = ${accountId} and w.owner = 'buyer'`;
  if (owner === undefined || owner.id === null) return null;
  const names = await buyerNamesAsOf(prisma, { accountId, buyerIds: [owner.id], at });
  return { id: owner.id, name: names.get(owner.id) ?? '' };
}
