import type { InvoicePeriodInput } from '@drawdown/shared/workflows';
import type { Records } from '../database/connection.ts';
import { oneOf } from '../database/parse.ts';
import { writeToOutbox } from '../outbox/write.ts';

type DueRow = { account_id: string; buyer_id: string; kind: string; period: string; ends_at: Date };

/** Closes the period of the process, and asks for the process of the next period while the buyer is billed by period. */
export async function closePeriodWithin(records: Records, input: InvoicePeriodInput): Promise<string | null> {
  const { accountId, buyerId, kind, period, endsAt } = input;
  const { currency } = await records.buyerRow.findFirstOrThrow({ where: { id: buyerId, accountId } });
  const [closed] = await records.$queryRaw<{ id: string | null }[]>`
    select close_period(${accountId}, ${buyerId}, ${kind}, ${currency}, ${period}, ${endsAt}::timestamptz) as id`;
  const isWhole = !period.includes('.');
  if (isWhole) await startNext(records, input);
  return closed?.id ?? null;
}

/** Once for each period; a buyer that is billed in another way by now has no next one. */
async function startNext(
  records: Records,
  { accountId, buyerId, endsAt }: InvoicePeriodInput,
): Promise<void> {
  const [next] = await records.$queryRaw<DueRow[]>`
    select b.account_id, b.id as buyer_id, b.mechanism as kind, p.period, p.ends_at
    from buyer b cross join lateral period_at(b.id, ${endsAt}::timestamptz) p
    where b.id = ${buyerId} and b.account_id = ${accountId} and b.mechanism in ('net_terms', 'manual')`;
  if (next) await writeToOutbox(records, { kind: 'start_invoice_period', input: toPeriodInput(next) });
}

/**
 * Bills everything of a buyer up to now, and starts the process of each invoice. Takes the wallet's lock. Answers the
 * invoices; none where nothing is to bill.
 */
export async function closeWithin(
  records: Records,
  { accountId, buyerId }: { accountId: string; buyerId: string },
): Promise<string[]> {
  const closed = await records.$queryRaw<{ id: string }[]>`
    select id from close_now(${accountId}, ${buyerId}) as id`;
  for (const { id } of closed)
    await writeToOutbox(records, { kind: 'start_invoice_period', input: await periodOf(records, id) });
  return closed.map(({ id }) => id);
}

/** @throws Error for an invoice that is of no period. */
export async function periodOf(records: Records, invoiceId: string): Promise<InvoicePeriodInput> {
  const row = await records.invoiceRow.findUniqueOrThrow({ where: { id: invoiceId } });
  const { accountId, buyerId, kind, period, endsAt } = row;
  if (buyerId === null || period === null || endsAt === null)
    throw new Error(`invoice ${invoiceId} is of no period`);
  return toPeriodInput({ account_id: accountId, buyer_id: buyerId, kind, period, ends_at: endsAt });
}

export function toPeriodInput(row: DueRow): InvoicePeriodInput {
  return {
    accountId: row.account_id,
    buyerId: row.buyer_id,
    kind: oneOf(['net_terms', 'manual'], row.kind),
    period: row.period,
    endsAt: row.ends_at.toISOString(),
  };
}

/** The periods whose process has to be there at that moment. */
export async function duePeriods(records: Records, now: Date): Promise<InvoicePeriodInput[]> {
  const due = await records.$queryRaw<DueRow[]>`
    select account_id, buyer_id, kind, period, ends_at from invoice_periods_due(${now}::timestamptz)`;
  return due.map(toPeriodInput);
}
