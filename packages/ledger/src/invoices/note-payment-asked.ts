import { auditable, recordAudit } from '../audit/record.ts';
import type { Records } from '../database/connection.ts';
import { lockInvoice } from './lock.ts';
import type { PaymentAsked } from './types.ts';

const ACTION = 'invoice.payment_asked';

/** Writes down who wants a card to be charged. Once for each `askId`: who asks comes through the lock of the invoice. */
export async function notePaymentAskedWithin(records: Records, asked: PaymentAsked): Promise<void> {
  const { invoiceId, actor, askId, paymentMethodId } = asked;
  const { accountId } = await lockInvoice(records, invoiceId);
  const noted = await records.auditRow.findFirst({
    where: { subjectId: invoiceId, action: ACTION, after: { path: ['askId'], equals: askId } },
  });
  if (noted !== null) return;
  await recordAudit(records, {
    accountId,
    actor,
    action: ACTION,
    subjectId: invoiceId,
    after: auditable({ paymentMethodId, askId }),
  });
}
