import { newId } from '@drawdown/shared/ids';
import type { Records } from '../database/connection.ts';
import type { TopUpRow } from '../generated/prisma/client.ts';
import { writeToOutbox } from '../outbox/write.ts';

/**
 * Writes the receipt of a credited top-up that wants one, and the message that has Stripe make it, in the transaction
 * that credits. Stripe itself is asked afterwards: the credit never waits for it.
 */
export async function writeTopUpInvoice(records: Records, topUp: TopUpRow): Promise<void> {
  if (!topUp.invoice) return;
  const { id: topUpId, accountId, buyerId, walletId, amountMinor, currency } = topUp;
  const known = await records.invoiceRow.findUnique({ where: { topUpId }, select: { id: true } });
  if (known !== null) return;
  await records.invoiceRow.create({
    data: {
      id: newId('invoice'),
      accountId,
      kind: 'top_up',
      buyerId,
      walletId,
      topUpId,
      currency,
      subtotalMinor: amountMinor,
      amountMinor,
      status: 'draft',
      lines: { create: [{ line: 1, description: await descriptionOf(records, topUp), amountMinor }] },
    },
  });
  await writeToOutbox(records, { kind: 'top_up_invoice', topUpId });
}

async function descriptionOf(records: Records, { walletId, trigger }: TopUpRow): Promise<string> {
  const wallet = await records.walletRow.findUniqueOrThrow({
    where: { id: walletId },
    select: { owner: true, name: true, buyers: { select: { name: true }, take: 1 } },
  });
  const name = wallet.owner === 'account' ? wallet.name : wallet.buyers[0]?.name;
  const what = trigger === 'debt' ? 'Leads delivered before they were paid' : 'Prepaid lead credit';
  return name ? `${what}, ${name}` : what;
}
