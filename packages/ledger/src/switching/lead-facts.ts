import type { Records } from '../database/connection.ts';
import { type Counted, counted, type Look } from './card-facts.ts';

type Row = { count: bigint; amount: bigint | null; subjects: string[] | null };

/** Money of a wallet that is reserved for leads of the buyer. */
export async function openHolds(records: Records, { buyerId }: Look): Promise<Counted> {
  return counted(
    await records.$queryRaw<Row[]>`
      select count(*), sum(o.amount_minor)::bigint as amount, (array_agg(h.id order by h.id))[1:20] as subjects
      from open_hold o join hold h on h.id = o.hold_id where h.buyer_id = ${buyerId}`,
  );
}

/** Leads that the buyer may still give back; `onAccount`: only those whose price went on what it owes. */
export async function returnableLeads(
  records: Records,
  { buyerId }: Look,
  { windowDays, onAccount }: { windowDays: number; onAccount: boolean },
): Promise<Counted> {
  if (windowDays === 0) return { count: 0, amountMinor: 0n, subjects: [] };
  // No ids: there may be thousands, and nobody has to look at each.
  return counted(
    await records.$queryRaw<Row[]>`
      select count(*), sum(d.price_minor)::bigint as amount, null as subjects
      from delivery d join buyer b on b.id = d.buyer_id
      where d.buyer_id = ${buyerId} and d.outcome = 'delivered' and d.currency = b.currency
        and d.created_at > clock_timestamp() - make_interval(days => ${windowDays}::int)
        and (not ${onAccount} or d.funded_by in ('credit', 'manual', 'trust'))`,
  );
}

export async function openPauses(records: Records, { buyerId }: Look): Promise<Counted> {
  const reasons = await records.pauseReasonRow.findMany({
    where: { buyerId, closedAt: null },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  return { count: reasons.length, amountMinor: 0n, subjects: reasons.map(({ id }) => id).slice(0, 20) };
}
