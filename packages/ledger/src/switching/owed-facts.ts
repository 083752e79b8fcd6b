import type { Records } from '../database/connection.ts';
import { type Counted, counted, type Look } from './card-facts.ts';

type Row = { count: bigint; amount: bigint | null; subjects: string[] | null };

export type OwedFacts = {
  balanceMinor: bigint;
  trustMinor: bigint;
  unbilledMinor: bigint;
  invoices: Counted;
};

/**
 * What the buyer owes in its present currency, in its three parts: on trust, not billed yet, and on open invoices. More
 * was paid than is owed: unbilled is negative, and the next invoice takes it off.
 */
export async function owedFacts(records: Records, { buyerId, accountId }: Look): Promise<OwedFacts> {
  const [owed] = await records.$queryRaw<{ balance: bigint | null; trust: bigint | null }[]>`
    select exposure_of(b.id) as trust, (
        select r.balance from book_account r
        where r.account_id = b.account_id and r.kind = 'receivable' and r.owner_id = b.id and r.currency = b.currency
      ) as balance
    from buyer b where b.id = ${buyerId} and b.account_id = ${accountId}`;
  const invoices = counted(
    await records.$queryRaw<Row[]>`
      select count(*), sum(i.amount_minor - i.paid_minor - i.credited_minor - i.written_off_minor)::bigint as amount,
        (array_agg(i.id order by i.id))[1:20] as subjects
      from invoice i join buyer b on b.id = i.buyer_id
      where i.buyer_id = ${buyerId} and i.kind in ('net_terms', 'manual') and i.status in ('draft', 'open')
        and i.currency = b.currency`,
  );
  const balanceMinor = owed?.balance ?? 0n;
  const trustMinor = owed?.trust ?? 0n;
  return {
    balanceMinor,
    trustMinor,
    unbilledMinor: -balanceMinor - trustMinor - invoices.amountMinor,
    invoices,
  };
}

/** Disputes whose verdict is still to come: of the buyer's payments, or of payments into its own wallet. */
export async function openDisputes(
  records: Records,
  { buyerId, walletId, ownWallet }: Look,
): Promise<Counted> {
  return counted(
    await records.$queryRaw<Row[]>`
      select count(*), sum(d.amount_minor)::bigint as amount, (array_agg(d.id order by d.id))[1:20] as subjects
      from dispute d where d.ended_at is null
        and (d.buyer_id = ${buyerId} or (d.wallet_id = ${walletId} and ${ownWallet}))`,
  );
}

/** Refunds that the bank has not confirmed: of the buyer's own wallet, or for leads that it gave back. */
export async function openRefunds(
  records: Records,
  { buyerId, walletId, ownWallet }: Look,
): Promise<Counted> {
  return counted(
    await records.$queryRaw<Row[]>`
      select count(*), sum(r.amount_minor)::bigint as amount, (array_agg(r.id order by r.id))[1:20] as subjects
      from refund r where r.ended_at is null
        and ((r.wallet_id = ${walletId} and ${ownWallet})
          or r.delivery_id in (select d.id from delivery d where d.buyer_id = ${buyerId}))`,
  );
}
