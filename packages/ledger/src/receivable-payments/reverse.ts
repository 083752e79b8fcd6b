import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import { postWithin } from '../books/post.ts';
import type { Records } from '../database/connection.ts';
import { currencyOf, oneOf } from '../database/parse.ts';
import type { PrismaClient, ReceivablePaymentRow } from '../generated/prisma/client.ts';
import { toPayment, withItsParts } from './read.ts';
import type { NotReversible, ReversePaymentResult } from './types.ts';

type Reversal = { accountId: string; paymentId: string; reason: string };

const REFUSALS = ['on_next_invoice', 'closed_at_stripe', 'invoice_closed'] as const;

/** Ends the transaction without a trace: a part of the payment can no longer be taken back. */
class NotReversibleError extends Error {
  readonly because: NotReversible;

  constructor(because: NotReversible) {
    super(because);
    this.because = because;
  }
}

export async function reversePayment(
  prisma: PrismaClient,
  input: Reversal,
  actor: Actor,
): Promise<ReversePaymentResult> {
  const { accountId, paymentId: id } = input;
  const payment = await prisma.receivablePaymentRow.findFirst({
    where: { id, accountId, recordedWith: null },
  });
  if (payment === null) return { outcome: 'payment_not_found' };
  if (payment.source !== 'outside') return { outcome: 'not_reversible', because: 'paid_at_stripe' };
  try {
    await prisma.$transaction((records) => reverseWithin(records, { ...input, payment, actor }));
  } catch (error) {
    if (error instanceof NotReversibleError) return { outcome: 'not_reversible', because: error.because };
    throw error;
  }
  const row = await prisma.receivablePaymentRow.findUniqueOrThrow({ where: { id }, include: withItsParts });
  return { outcome: 'reversed', payment: toPayment(row) };
}

async function reverseWithin(
  records: Records,
  {
    accountId,
    paymentId,
    reason,
    payment,
    actor,
  }: Reversal & { payment: ReceivablePaymentRow; actor: Actor },
): Promise<void> {
  const { buyerId } = payment;
  await records.$queryRaw`select lock_buyer(${accountId}, ${buyerId})`;
  const parts = await records.receivablePaymentRow.findMany({
    where: { OR: [{ id: paymentId }, { recordedWith: paymentId }], reversedAt: null },
    orderBy: { id: 'asc' },
  });
  if (parts.length === 0) return;
  for (const part of parts) await reversePart(records, { part, reason, by: actor.label });
  await recordAudit(records, {
    accountId,
    actor,
    action: 'payment.reversed',
    subjectId: paymentId,
    after: auditable({ buyerId, reason, parts: parts.map(({ id }) => id) }),
  });
}

async function reversePart(
  records: Records,
  { part, reason, by }: { part: ReceivablePaymentRow; reason: string; by: string },
): Promise<void> {
  const { id, accountId, buyerId, amountMinor, txId } = part;
  const [answer] = await records.$queryRaw<{ refusal: string | null }[]>`
    select unapply_payment(${id}) as refusal`;
  if (answer?.refusal) throw new NotReversibleError(oneOf(REFUSALS, answer.refusal));
  if (part.invoiceId !== null)
    await records.$executeRaw`select pause_for_reversed_payment(${part.invoiceId})`;
  const posted = await postWithin(records, {
    event: 'payment_reversed',
    accountId,
    ownerId: buyerId,
    currency: currencyOf(part.currency),
    amountMinor,
    paymentId: id,
    paymentTxId: txId,
  });
  if (posted.status !== 'posted') throw new Error(`reversal of ${id} answered ${posted.status}`);
  await records.receivablePaymentRow.update({
    where: { id },
    data: {
      reversedAt: new Date(),
      reversalTxId: posted.txId,
      reversedReason: reason,
      reversedByLabel: by,
    },
  });
}
