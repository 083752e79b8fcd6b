import type { Records } from '../database/connection.ts';

export type Counted = { count: number; amountMinor: bigint; subjects: string[] };

export type Look = { accountId: string; buyerId: string; walletId: string; ownWallet: boolean };

const SHOWN = 20;

type Row = { count: bigint; amount: bigint | null; subjects: string[] | null };

export function counted(rows: Row[]): Counted {
  const [row] = rows;
  return {
    count: Number(row?.count ?? 0),
    amountMinor: row?.amount ?? 0n,
    subjects: (row?.subjects ?? []).slice(0, SHOWN),
  };
}

/** Leads whose card charge is under way. */
export async function pendingLeads(records: Records, { buyerId }: Look): Promise<Counted> {
  return counted(
    await records.$queryRaw<Row[]>`
      select count(*), sum(d.price_minor)::bigint as amount, (array_agg(d.id order by d.id))[1:20] as subjects
      from delivery d where d.buyer_id = ${buyerId} and d.outcome = 'pending'`,
  );
}

/** Which top-ups that have not ended: those that fail, and of those that collect a debt of the buyer. */
export type TopUpsOf = { failing: boolean; debt: boolean };

/** Top-ups of the buyer's own wallet, and those that charge the buyer for a shared one. */
export async function openTopUps(
  records: Records,
  look: Look,
  { failing, debt }: TopUpsOf,
): Promise<Counted> {
  return counted(
    await records.$queryRaw<Row[]>`
      select count(*), sum(t.amount_minor)::bigint as amount,
        (array_agg(case when ${failing} then c.id else t.id end order by t.id))[1:20] as subjects
      from top_up t left join charge c on c.top_up_id = t.id
      where t.account_id = ${look.accountId} and t.ended_at is null
        and (c.retry_state is not null) = ${failing} and (t.trigger = 'debt') = ${debt}
        and (t.wallet_id = ${look.walletId} and ${look.ownWallet} or c.buyer_id = ${look.buyerId}
          or (t.trigger = 'debt' and t.buyer_id = ${look.buyerId}))`,
  );
}

export type RuleFact = { enabled: boolean; paidByBuyer: boolean };

/** The rule that refills the wallet, while somebody wants it. */
export async function ruleOf(records: Records, { walletId, buyerId }: Look): Promise<RuleFact> {
  const rule = await records.autoTopUpRuleRow.findUnique({ where: { walletId } });
  return {
    enabled: rule?.enabled === true,
    paidByBuyer: rule?.enabled === true && rule.payerBuyerId === buyerId,
  };
}

/** Links on which somebody may still pay into the wallet. */
export async function openPayLinks(records: Records, { accountId, walletId }: Look): Promise<Counted> {
  const links = await records.payerLinkRow.findMany({
    where: { accountId, walletId, kind: 'pay', usedAt: null, revokedAt: null, expiresAt: { gt: new Date() } },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  return { count: links.length, amountMinor: 0n, subjects: links.map(({ id }) => id).slice(0, SHOWN) };
}
