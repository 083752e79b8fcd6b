import type { Records } from '../database/connection.ts';
import type { InvoiceRow } from '../generated/prisma/client.ts';

/** How long the receipt of a top-up waits for its invoice, so that it can name it. Then it goes out without. */
export const RECEIPT_WAIT_MS = 60_000;

/**
 * The receipt that has waited for its invoice names it, and leaves. One that has left stays as it is; one that is being
 * sent keeps its lease, so that it does not leave twice.
 */
export async function nameInReceipt(
  records: Records,
  { accountId, topUpId, stripeNumber, hostedUrl }: InvoiceRow,
): Promise<void> {
  await records.$executeRaw`
    update email set due_at = case when attempts = 0 then clock_timestamp() else due_at end,
      data = data || jsonb_build_object('invoiceNumber', ${stripeNumber}::text, 'invoiceUrl', ${hostedUrl}::text)
    where account_id = ${accountId} and kind = 'receipt' and occasion = ${topUpId} and sent_at is null`;
}

/** Has the receipt wait for the invoice, in the transaction that wrote it. */
export async function holdReceipt(records: Records, accountId: string, topUpId: string): Promise<void> {
  await records.emailRow.updateMany({
    where: { accountId, kind: 'receipt', occasion: topUpId, sentAt: null },
    data: { dueAt: new Date(Date.now() + RECEIPT_WAIT_MS) },
  });
}
