import type { Database } from '../database/connection.ts';
import { moneyOf } from '../database/parse.ts';
import { type LotUse, lotUses } from '../lots/lot-uses.ts';
import { leadsOfInvoice } from './evidence-invoice.ts';
import { describeLeads, type Lead } from './evidence-leads.ts';
import type { Dispute, Evidence, EvidenceLine } from './types.ts';

/** Uses described at once. */
const PORTION = 500;

/** What the disputed payment paid for: the evidence that the agency sends to the bank. */
export function readEvidence(database: Database, dispute: Dispute): Evidence {
  const { payment } = dispute;
  switch (payment.purpose) {
    case 'top_up':
      return { dispute, lines: () => usesOfCredit(database, dispute) };
    case 'lead':
      return { dispute, lines: () => singleLead(database, dispute) };
    case 'invoice':
      return { dispute, lines: () => leadsOfInvoice(database, dispute) };
  }
}

/** The lead whose price the card was charged for. */
async function* singleLead(database: Database, dispute: Dispute): AsyncIterable<EvidenceLine> {
  const { deliveryId, amount } = dispute.payment;
  if (deliveryId === null) return;
  const leads = await describeLeads(database, [deliveryId]);
  const lead = leads.get(deliveryId);
  if (lead !== undefined) yield lineOf(lead, amount.amountMinor);
}

/** Whatever the credit was spent on until the dispute took the rest of it. */
async function* usesOfCredit(database: Database, dispute: Dispute): AsyncIterable<EvidenceLine> {
  const credit = await findCredit(database, dispute);
  if (credit === null) return;
  let portion: LotUse[] = [];
  for await (const use of lotUses(database, credit)) {
    portion.push(use);
    if (portion.length < PORTION) continue;
    yield* described(database, dispute, portion);
    portion = [];
  }
  yield* described(database, dispute, portion);
}

async function* described(database: Database, dispute: Dispute, uses: LotUse[]): AsyncIterable<EvidenceLine> {
  const ids = uses.flatMap(({ kind, subjectId }) => (kind === 'delivery' ? [subjectId] : []));
  const leads = await describeLeads(database, ids);
  for (const use of uses) {
    const lead = leads.get(use.subjectId);
    yield lead === undefined ? withoutLead(use, dispute) : lineOf(lead, use.fromLotMinor);
  }
}

function lineOf(lead: Lead, coveredMinor: bigint): EvidenceLine {
  return { ...lead, kind: 'lead', covered: moneyOf(coveredMinor, lead.price.currency) };
}

function withoutLead({ kind, at, amountMinor, fromLotMinor }: LotUse, { amount }: Dispute): EvidenceLine {
  return {
    at,
    kind: kind === 'settlement' ? 'settled_debt' : 'other',
    price: moneyOf(amountMinor, amount.currency),
    covered: moneyOf(fromLotMinor, amount.currency),
    deliveryId: null,
    leadId: null,
    buyerId: null,
    buyerName: null,
    labels: {},
    returnedAt: null,
  };
}

type Credit = { bookAccountId: bigint; creditTxId: bigint; upToVersion: bigint };

/** Up to the moment at which the dispute took its money; an inquiry's credit is still being spent. */
async function findCredit({ prisma }: Database, dispute: Dispute): Promise<Credit | null> {
  const [row] = await prisma.$queryRaw<Credit[]>`
    select w.book_account_id as "bookAccountId", u.tx_id as "creditTxId",
      case when t.id is null then b.version else coalesce(
        (select e.version - 1 from book_entry e where e.tx_id = t.id and e.book_account_id = b.id),
        version_before(b.id, t.created_at)) end as "upToVersion"
    from top_up u join wallet w on w.id = u.wallet_id join book_account b on b.id = w.book_account_id
    join dispute d on d.id = ${dispute.id} left join book_tx t on t.id = d.tx_id
    where u.id = ${dispute.payment.topUpId} and u.tx_id is not null`;
  return row ?? null;
}
