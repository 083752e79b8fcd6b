import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import { postWithin } from '../books/post.ts';
import type { Records } from '../database/connection.ts';
import { currencyOf } from '../database/parse.ts';
import { type BuyersInvoice, lockInvoice } from './lock.ts';
import { dueOf } from './read.ts';
import type { EndOrder, EndResult } from './types.ts';

/**
 * Withdraws the paper; the debt stays, and the next invoice takes it over. One that was paid in part stands for that
 * payment: it can only be written off.
 */
export async function voidWithin(records: Records, order: EndOrder, actor: Actor): Promise<EndResult> {
  const invoice = await lockInvoice(records, order.invoiceId);
  if (invoice.endedAt !== null) return { outcome: 'ended_before' };
  if (invoice.paidMinor > 0n) return { outcome: 'partly_paid' };
  await endAs(records, { invoice, order, actor, status: 'void', writtenOffMinor: 0n });
  return { outcome: 'ended' };
}

/** What is left of it is owed no more. */
export async function writeOffWithin(records: Records, order: EndOrder, actor: Actor): Promise<EndResult> {
  const invoice = await lockInvoice(records, order.invoiceId);
  if (invoice.endedAt !== null) return { outcome: 'ended_before' };
  const { id, accountId, buyerId, currency } = invoice;
  const amountMinor = dueOf(invoice);
  const posted = await postWithin(records, {
    event: 'write_off',
    accountId,
    currency: currencyOf(currency),
    amountMinor,
    ownerId: buyerId,
    subjectId: id,
  });
  if (posted.status !== 'posted') throw new Error(`writing off ${id} answered ${posted.status}`);
  await endAs(records, { invoice, order, actor, status: 'written_off', writtenOffMinor: amountMinor });
  return { outcome: 'ended' };
}

type Ending = {
  invoice: BuyersInvoice;
  order: EndOrder;
  actor: Actor;
  status: 'void' | 'written_off';
  writtenOffMinor: bigint;
};

async function endAs(
  records: Records,
  { invoice, order, actor, status, writtenOffMinor }: Ending,
): Promise<void> {
  const { id, accountId } = invoice;
  const now = new Date();
  await records.invoiceRow.update({
    where: { id },
    data: {
      status,
      endedAt: now,
      updatedAt: now,
      closedBy: order.by,
      closedNote: order.reason,
      writtenOffMinor: { increment: writtenOffMinor },
    },
  });
  await records.chargeRow.updateMany({
    where: { invoiceId: id, status: 'open' },
    data: { status: 'canceled' },
  });
  await records.$executeRaw`
    select end_invoice_pause(${id}, ${status === 'void' ? 'gone' : 'written_off'})`;
  await records.$executeRaw`select tell_invoice(${id})`;
  await recordAudit(records, {
    accountId,
    actor,
    action: `invoice.${status === 'void' ? 'voided' : 'written_off'}`,
    subjectId: id,
    after: auditable({ reason: order.reason, amountMinor: dueOf(invoice) }),
  });
}
