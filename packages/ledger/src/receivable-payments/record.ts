import { newId } from '@drawdown/shared/ids';
import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import { postWithin } from '../books/post.ts';
import { isUniqueViolation, type Records } from '../database/connection.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { toPayment, withItsParts } from './read.ts';
import { type Share, shareOut } from './shares.ts';
import type { Payment, RecordPaymentInput, RecordPaymentResult } from './types.ts';

export async function recordPayment(
  prisma: PrismaClient,
  input: RecordPaymentInput,
  actor: Actor,
): Promise<RecordPaymentResult> {
  // Before every other check: what was recorded once is answered again, whatever is owed by now.
  const known = await findByKey(prisma, input);
  if (known !== null) return known;
  const buyer = await prisma.buyerRow.findFirst({ where: { id: input.buyerId, accountId: input.accountId } });
  if (buyer === null) return { outcome: 'buyer_not_found' };
  const id = newId('payment');
  try {
    const refusal = await prisma.$transaction((records) => recordWithin(records, { id, input, actor }));
    // Somebody with the same key may have been faster, and be why nothing is owed any more.
    if (refusal !== null) return (await findByKey(prisma, input)) ?? refusal;
  } catch (error) {
    const winner = isUniqueViolation(error) ? await findByKey(prisma, input) : null;
    if (winner === null) throw error;
    return winner;
  }
  return { outcome: 'recorded', payment: await read(prisma, id), replayed: false };
}

async function read(prisma: PrismaClient, id: string): Promise<Payment> {
  return toPayment(
    await prisma.receivablePaymentRow.findUniqueOrThrow({ where: { id }, include: withItsParts }),
  );
}

async function findByKey(
  prisma: PrismaClient,
  { accountId, idempotency }: RecordPaymentInput,
): Promise<RecordPaymentResult | null> {
  if (idempotency === undefined) return null;
  const row = await prisma.receivablePaymentRow.findUnique({
    where: { accountId_idempotencyKey: { accountId, idempotencyKey: idempotency.key } },
    include: withItsParts,
  });
  if (row === null) return null;
  const hash = row.requestHash && Buffer.from(row.requestHash).toString('hex');
  return hash === idempotency.requestHash
    ? { outcome: 'recorded', payment: toPayment(row), replayed: true }
    : { outcome: 'idempotency_key_reused' };
}

type NewPayment = { id: string; input: RecordPaymentInput; actor: Actor };

async function recordWithin(
  records: Records,
  payment: NewPayment,
): Promise<Exclude<RecordPaymentResult, { outcome: 'recorded' }> | null> {
  const { id, input, actor } = payment;
  const { accountId, buyerId, amount, reference, invoiceId, note } = input;
  // The wallet's lock orders everything about the buyer: what is owed stays what it is until this has committed.
  await records.$queryRaw`select lock_buyer(${accountId}, ${buyerId})`;
  const shared = await shareOut(records, input);
  if (shared.outcome !== 'shared') return shared;
  const receivedAt = input.receivedAt ?? new Date();
  for (const [index, share] of shared.shares.entries())
    await writePart(records, { ...payment, receivedAt, share, isFirst: index === 0 });
  await records.$executeRaw`select after_receivable_payment(${accountId}, ${buyerId})`;
  await recordAudit(records, {
    accountId,
    actor,
    action: 'payment.recorded',
    subjectId: id,
    after: auditable({ buyerId, amount, reference, invoiceId, note }),
  });
  return null;
}

type NewPart = NewPayment & { receivedAt: Date; share: Share; isFirst: boolean };

/** One row and one posting for each invoice, so that each invoice shows what was paid of it. */
async function writePart(records: Records, part: NewPart): Promise<void> {
  const { input, actor, share, receivedAt, isFirst } = part;
  const { accountId, buyerId, reference, note, idempotency } = input;
  const { currency } = input.amount;
  const { invoiceId, amountMinor } = share;
  const id = isFirst ? part.id : newId('payment');
  const event = { event: 'payment_outside', accountId, ownerId: buyerId, currency, amountMinor } as const;
  const posted = await postWithin(records, { ...event, paymentId: id });
  // A receivable has no floor, and the key is the row's own: anything else is a fault of ours.
  if (posted.status !== 'posted') throw new Error(`payment ${id} answered ${posted.status}`);
  await records.receivablePaymentRow.create({
    data: {
      id,
      accountId,
      buyerId,
      invoiceId,
      amountMinor,
      currency,
      source: 'outside',
      reference,
      note: note ?? null,
      receivedAt,
      txId: posted.txId,
      recordedWith: isFirst ? null : part.id,
      ...(isFirst &&
        idempotency && {
          idempotencyKey: idempotency.key,
          requestHash: new Uint8Array(Buffer.from(idempotency.requestHash, 'hex')),
        }),
      recordedByKind: actor.kind,
      recordedById: actor.id,
      recordedByLabel: actor.label,
    },
  });
  await records.$executeRaw`select apply_payment(${id})`;
}
