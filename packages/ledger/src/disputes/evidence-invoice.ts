import type { Database } from '../database/connection.ts';
import { moneyOf } from '../database/parse.ts';
import { describeLeads } from './evidence-leads.ts';
import type { Dispute, EvidenceLine } from './types.ts';

type Invoiced = { id: string; paid_before: bigint };

/** Leads read at once. */
const PORTION = 500;

/** The leads of the invoice that the disputed payment paid, oldest first; what was paid on it earlier paid the earlier ones. */
export async function* leadsOfInvoice(database: Database, dispute: Dispute): AsyncIterable<EvidenceLine> {
  const invoice = await findInvoice(database, dispute);
  if (invoice === null) return;
  let skip = invoice.paid_before;
  let left = dispute.payment.amount.amountMinor;
  let after = 0n;
  while (left > 0n) {
    const rows = await leadsAfter(database, invoice.id, after);
    const leads = await describeLeads(
      database,
      rows.map(({ id }) => id),
    );
    for (const { id, version } of rows) {
      after = version;
      const lead = leads.get(id);
      if (lead === undefined) continue;
      const earlier = min(skip, lead.price.amountMinor);
      skip -= earlier;
      const covered = min(left, lead.price.amountMinor - earlier);
      left -= covered;
      if (covered > 0n) yield { ...lead, kind: 'lead', covered: moneyOf(covered, lead.price.currency) };
    }
    if (rows.length < PORTION) return;
  }
}

/** Those of voided invoices that this one took over are among them. */
async function leadsAfter(
  { prisma }: Database,
  invoiceId: string,
  after: bigint,
): Promise<{ id: string; version: bigint }[]> {
  return prisma.$queryRaw`
    with recursive covered as (
      select * from invoice where id = ${invoiceId}
      union all select v.* from invoice v join covered c on v.rebilled_on = c.id
    )
    select d.id, e.version
    from covered c
    join book_entry e on e.book_account_id = c.book_account_id and e.version > c.from_version
      and e.version <= c.to_version
    join book_tx t on t.id = e.tx_id and t.kind = 'delivery'
    join delivery d on d.id = t.subject_id
    left join lead_return r on r.delivery_id = d.id
    where e.version > ${after} and d.funded_by = case c.kind when 'net_terms' then 'credit' else 'manual' end
      and (r.id is null or r.created_at >= c.created_at)
    order by e.version limit ${PORTION}`;
}

async function findInvoice({ prisma }: Database, { id }: Dispute): Promise<Invoiced | null> {
  const [row] = await prisma.$queryRaw<Invoiced[]>`
    select i.id, coalesce((
        select sum(o.amount_minor) from receivable_payment o
        where o.invoice_id = i.id and o.reversed_at is null and o.id < coalesce(p.id, 'pay_zzz')), 0)::bigint as paid_before
    from dispute d
    left join charge c on c.id = d.charge_id
    left join receivable_payment p on p.id = d.payment_id
      or (c.id is not null and p.payment_intent_id = c.payment_intent_id and p.account_id = c.account_id)
    join invoice i on i.id = coalesce(c.invoice_id, p.invoice_id)
    where d.id = ${id} and i.from_version is not null limit 1`;
  return row ?? null;
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
