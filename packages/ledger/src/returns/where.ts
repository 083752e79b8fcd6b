import type { ReturnedTo } from '@drawdown/shared/codes';
import type { BusinessEvent } from '../books/events.ts';
import type { Records } from '../database/connection.ts';
import { currencyOf } from '../database/parse.ts';
import type { BuyerRow, ChargeRow, DeliveryRow } from '../generated/prisma/client.ts';
import { refundedOf } from '../refunds/refundable.ts';

export type Delivered = { delivery: DeliveryRow; buyer: BuyerRow; charge: ChargeRow | null };

/** How a lead is paid back: the posting, and what the buyer's side sees of it. */
export type Repayment = {
  event: BusinessEvent;
  returnedTo: ReturnedTo;
  amountMinor: bigint;
  /** What failed charges of the wallet need not ask for any more. */
  releasedMinor: bigint;
};

/** Decides by the rung that paid, under the locks of charge and wallet. Null: its payment was refunded in full before. */
export async function repaymentOf(records: Records, subject: Delivered): Promise<Repayment | null> {
  const { delivery, charge } = subject;
  const { id: deliveryId, accountId, walletId, priceMinor, buyerId: ownerId } = delivery;
  const currency = currencyOf(delivery.currency);
  const deliveryTxId = await transactionOf(records, delivery);
  const back = { accountId, currency, amountMinor: priceMinor, deliveryId, deliveryTxId };
  switch (delivery.fundedBy) {
    case 'wallet': {
      const event = { ...back, walletId, event: 'return_to_wallet' } as const;
      return { event, returnedTo: 'wallet', amountMinor: priceMinor, releasedMinor: priceMinor };
    }
    case 'credit':
    case 'manual': {
      const event = { ...back, ownerId, event: 'return_on_account' } as const;
      return { event, returnedTo: 'receivable', amountMinor: priceMinor, releasedMinor: 0n };
    }
    case 'trust': {
      const owedMinor = await owedFor(records, subject);
      const event = { ...back, walletId, ownerId, owedMinor, event: 'return_of_trusted' } as const;
      const returnedTo = owedMinor >= priceMinor ? 'receivable' : 'wallet';
      return { event, returnedTo, amountMinor: priceMinor, releasedMinor: priceMinor };
    }
    case 'card': {
      if (charge === null) throw new Error(`${deliveryId} was paid by card and has no charge`);
      const amountMinor = priceMinor - (await refundedOf(records, charge.id));
      if (amountMinor <= 0n) return null;
      const event = { ...back, amountMinor, event: 'return_to_card' } as const;
      return { event, returnedTo: 'card', amountMinor, releasedMinor: 0n };
    }
    default:
      throw new Error(`${deliveryId} was delivered and nobody paid`);
  }
}

/** A debt in another currency than the buyer's present one was paid before that changed. */
async function owedFor(records: Records, { delivery, buyer }: Delivered): Promise<bigint> {
  if (buyer.currency !== delivery.currency) return 0n;
  const [row] = await records.$queryRaw<{ owed: bigint }[]>`select trust_owed(${buyer.id}) as owed`;
  return row?.owed ?? 0n;
}

async function transactionOf(records: Records, { id, accountId }: DeliveryRow): Promise<bigint> {
  const [row] = await records.$queryRaw<{ id: bigint }[]>`
    select id from book_tx where account_id = ${accountId} and key = ${`delivery:${id}`}`;
  if (row === undefined) throw new Error(`${id} was delivered without a posting`);
  return row.id;
}
