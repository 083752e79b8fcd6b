import { newId } from '@drawdown/shared/ids';
import type { Records } from '../database/connection.ts';
import { mailAbout } from './issue.ts';
import { lockInvoice } from './lock.ts';

/**
 * The due date has passed: under the policy `pause` the buyer is paused before anybody is told; under `continue` it goes
 * on within its credit limit. Once; a pause that somebody lifted for this invoice stays lifted.
 */
export async function overdueWithin(records: Records, invoiceId: string, now: Date): Promise<void> {
  const invoice = await lockInvoice(records, invoiceId);
  if (invoice.status !== 'open' || invoice.overdueSince !== null) return;
  await records.invoiceRow.update({
    where: { id: invoiceId },
    data: { overdueSince: now, updatedAt: new Date() },
  });
  const { accountId, buyerId } = invoice;
  const buyer = await records.buyerRow.findUniqueOrThrow({ where: { id: buyerId } });
  if (buyer.failurePolicy === 'pause') {
    const reason = { buyerId, reason: 'invoice_overdue', subjectId: invoiceId };
    const earlier = await records.pauseReasonRow.count({ where: reason });
    if (earlier === 0)
      await records.pauseReasonRow.create({
        data: { id: newId('pauseReason'), accountId, ...reason, openedBy: 'invoices' },
      });
  }
  await mailAbout(records, { invoiceId, kind: 'invoice_overdue', occasion: 'overdue' });
}
