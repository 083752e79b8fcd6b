import type { Records } from '../database/connection.ts';
import type { InvoiceRow } from '../generated/prisma/client.ts';

export type BuyersInvoice = InvoiceRow & { buyerId: string };

/** Locks the wallet of the invoice's buyer, which orders everything about him, and then reads the invoice. */
export async function lockInvoice(records: Records, invoiceId: string): Promise<BuyersInvoice> {
  const { accountId, buyerId } = await records.invoiceRow.findUniqueOrThrow({ where: { id: invoiceId } });
  if (buyerId === null) throw new Error(`invoice ${invoiceId} is of no buyer`);
  await records.$queryRaw`select lock_buyer(${accountId}, ${buyerId})`;
  await records.$queryRaw`select id from invoice where id = ${invoiceId} for no key update`;
  const row = await records.invoiceRow.findUniqueOrThrow({ where: { id: invoiceId } });
  return { ...row, buyerId };
}
