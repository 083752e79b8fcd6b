import { newId } from '@drawdown/shared/ids';
import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import { postWithin } from '../books/post.ts';
import type { Records } from '../database/connection.ts';
import { moneyOf } from '../database/parse.ts';
import { toDelivery } from '../deliveries/read.ts';
import type { DeliveryRow } from '../generated/prisma/client.ts';
import { creditReturnedLead } from '../invoices/credit-returned-lead.ts';
import { writeToOutbox } from '../outbox/write.ts';
import { toRefund, withItsPayment } from '../refunds/read.ts';
import { isDisputed } from '../refunds/refundable.ts';
import { refundStart } from '../refunds/start.ts';
import type { Refund } from '../refunds/types.ts';
import { toLeadReturn, withItsReturn } from './read.ts';
import { repeatedReturn } from './repeat.ts';
import type { ReturnLeadInput, ReturnLeadResult } from './types.ts';
import { type Delivered, type Repayment, repaymentOf } from './where.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Once for a delivery, whoever asks how often: decided under the locks of whatever paid for it. */
export async function returnWithin(
  records: Records,
  input: ReturnLeadInput,
  actor: Actor,
): Promise<ReturnLeadResult> {
  const found = await records.deliveryRow.findFirst({
    where: { id: input.deliveryId, accountId: input.accountId },
  });
  if (found === null) return { outcome: 'delivery_not_found' };
  const delivered = await lockWhatPaid(records, found);
  const { delivery, buyer, charge } = delivered;
  const repeated = await repeatedReturn(records, input);
  if (repeated !== null) return repeated;
  if (delivery.outcome === 'pending' || delivery.outcome === 'refused')
    return { outcome: 'not_delivered', state: delivery.outcome };
  const { returnWindowDays: windowDays } = buyer;
  const endedAt = new Date((delivery.decidedAt ?? delivery.createdAt).getTime() + windowDays * DAY_MS);
  if (endedAt.getTime() <= Date.now()) return { outcome: 'window_over', windowDays, endedAt };
  if (delivery.fundedBy === 'card' && charge !== null && (await isDisputed(records, charge.id)))
    return { outcome: 'disputed' };
  const repayment = await repaymentOf(records, delivered);
  if (repayment === null) return { outcome: 'refunded_before' };
  return write(records, { delivered, repayment, input, actor });
}

/** Charge, then wallets in the order of their books. A buyer's debts are ordered by the lock of its present wallet. */
async function lockWhatPaid(records: Records, found: DeliveryRow): Promise<Delivered> {
  const { id, accountId, walletId, buyerId } = found;
  await records.$queryRaw`select id from charge where delivery_id = ${id} for no key update`;
  const before = await records.buyerRow.findUniqueOrThrow({ where: { id: buyerId } });
  const wallets = await records.walletRow.findMany({
    where: { id: { in: [walletId, before.walletId] } },
    orderBy: { bookAccountId: 'asc' },
  });
  for (const wallet of wallets) await records.$queryRaw`select lock_wallet(${accountId}, ${wallet.id})`;
  const buyer = await records.buyerRow.findUniqueOrThrow({ where: { id: buyerId } });
  // Moved at this very moment: its debts are ordered by the wallet that it has now.
  if (!wallets.some(({ id: locked }) => locked === buyer.walletId))
    await records.$queryRaw`select lock_wallet(${accountId}, ${buyer.walletId})`;
  const charge = await records.chargeRow.findUnique({ where: { deliveryId: id } });
  return { delivery: await records.deliveryRow.findUniqueOrThrow({ where: { id } }), buyer, charge };
}

type NewReturn = { delivered: Delivered; repayment: Repayment; input: ReturnLeadInput; actor: Actor };

async function write(records: Records, news: NewReturn): Promise<ReturnLeadResult> {
  const { delivered, repayment, input, actor } = news;
  const { accountId, deliveryId, code, note, idempotency } = input;
  const { buyerId, currency, fundedBy, walletId } = delivered.delivery;
  const { event, amountMinor, returnedTo, releasedMinor } = repayment;
  const posted = await postWithin(records, event);
  if (posted.status !== 'posted') throw new Error(`returning ${deliveryId} answered ${posted.status}`);
  await records.deliveryRow.update({ where: { id: deliveryId }, data: { outcome: 'returned' } });
  await records.leadReturnRow.create({
    data: {
      id: newId('leadReturn'),
      accountId,
      deliveryId,
      buyerId,
      code,
      note: note ?? null,
      amountMinor,
      currency,
      returnedTo,
      txId: posted.txId,
      idempotencyKey: idempotency?.key ?? null,
      requestHash: idempotency ? new Uint8Array(Buffer.from(idempotency.requestHash, 'hex')) : null,
      returnedByKind: actor.kind,
      returnedById: actor.id,
      returnedByLabel: actor.label,
    },
  });
  if (fundedBy === 'credit' || fundedBy === 'manual')
    await creditReturnedLead(records, { accountId, deliveryId });
  const refund = returnedTo === 'card' ? await refundCard(records, news, posted.txId) : null;
  await recordAudit(records, {
    accountId,
    actor,
    action: 'delivery.returned',
    subjectId: deliveryId,
    after: auditable({ code, note, amount: moneyOf(amountMinor, currency), returnedTo }),
  });
  await records.$executeRaw`
    select after_credit(${accountId}, ${walletId}, ${releasedMinor}::bigint, null::text)`;
  // What the buyer owes less may resolve what is looked after with the wallet that it has now.
  const { walletId: presentWalletId } = delivered.buyer;
  if (presentWalletId !== walletId)
    await records.$executeRaw`select after_credit(${accountId}, ${presentWalletId}, 0::bigint, null::text)`;
  return { outcome: 'returned', ...(await read(records, deliveryId)), refund, replayed: false };
}

/** The money has left the revenue; the workflow brings it to the card, or else to the wallet of whom the card belongs to. */
async function refundCard(records: Records, { delivered, repayment, actor }: NewReturn, txId: bigint) {
  const { delivery, charge } = delivered;
  if (charge === null) throw new Error(`${delivery.id} was paid by card and has no charge`);
  const row = await records.refundRow.create({
    data: {
      id: newId('refund'),
      accountId: delivery.accountId,
      chargeId: charge.id,
      walletId: delivery.walletId,
      deliveryId: delivery.id,
      amountMinor: repayment.amountMinor,
      currency: delivery.currency,
      origin: 'returned_lead',
      status: 'pending',
      txId,
      requestedByKind: actor.kind,
      requestedById: actor.id,
      requestedByLabel: actor.label,
    },
    include: withItsPayment,
  });
  await writeToOutbox(records, refundStart(row));
  return toRefund(row) satisfies Refund;
}

async function read(records: Records, deliveryId: string) {
  const row = await records.deliveryRow.findUniqueOrThrow({
    where: { id: deliveryId },
    include: withItsReturn,
  });
  const lead = toLeadReturn(row);
  if (lead === null) throw new Error(`${deliveryId} is not returned`);
  return { delivery: toDelivery(row), lead };
}
