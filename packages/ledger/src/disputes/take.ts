import { postWithin } from '../books/post.ts';
import type { Records } from '../database/connection.ts';
import { currencyOf } from '../database/parse.ts';
import type { DisputeRow } from '../generated/prisma/client.ts';
import type { PaymentOfDispute } from './find-payment.ts';
import type { Recording } from './recording.ts';

/**
 * Takes the disputed sum: from the wallet that the payment had filled as far as it reaches, the rest from the receivable of
 * the wallet's owner. A payment for a lead or an invoice never was in a wallet: it is owed again. Under the wallet's lock.
 */
export async function takeMoney(
  records: Records,
  row: DisputeRow,
  { payment, availableMinor }: Recording,
): Promise<DisputeRow> {
  // Money that came to Stripe and never into our books (a charge that had been closed otherwise) takes nothing out of them.
  if (payment.paidTxId === null) return row;
  const { accountId, walletId } = payment;
  const { id: disputeId, amountMinor } = row;
  const available = payment.purpose === 'top_up' && availableMinor > 0n ? availableMinor : 0n;
  const ownerId = await debtorOf(records, payment);
  const posted = await postWithin(records, {
    event: 'dispute_opened',
    accountId,
    walletId,
    ownerId,
    disputeId,
    amountMinor,
    currency: currencyOf(row.currency),
    availableMinor: available,
    creditTxId: payment.paidTxId,
  });
  // Under the lock it can reach no floor, and the key is the dispute's own: anything else is a fault of ours.
  if (posted.status !== 'posted') throw new Error(`taking ${disputeId} answered ${posted.status}`);
  const fromWalletMinor = available < amountMinor ? available : amountMinor;
  return records.disputeRow.update({
    where: { id: disputeId },
    data: {
      txId: posted.txId,
      takenAt: new Date(),
      debtorId: ownerId,
      fromWalletMinor,
      fromReceivableMinor: amountMinor - fromWalletMinor,
    },
  });
}

async function debtorOf(records: Records, { purpose, walletId, buyerId }: PaymentOfDispute): Promise<string> {
  if (purpose !== 'top_up' && buyerId !== null) return buyerId;
  const [row] = await records.$queryRaw<{ id: string }[]>`select wallet_debtor(${walletId}) as id`;
  if (row === undefined) throw new Error(`wallet ${walletId} has no owner`);
  return row.id;
}
