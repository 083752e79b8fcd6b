import { TOP_UP_FUNDINGS, TOP_UP_STATUSES } from '@drawdown/shared/codes';
import { newId } from '@drawdown/shared/ids';
import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import { postWithin } from '../books/post.ts';
import { isUniqueViolation, type Records } from '../database/connection.ts';
import { currencyOf, oneOf } from '../database/parse.ts';
import type { ChargeRow, PrismaClient, TopUpRow } from '../generated/prisma/client.ts';
import { writeToOutbox } from '../outbox/write.ts';
import { toRefund, withItsPayment } from './read.ts';
import { refundableOf } from './refundable.ts';
import { refundStart } from './start.ts';
import type { Refund, RequestRefundInput, RequestRefundResult } from './types.ts';

/** The caller starts the workflow himself right away; only if he dies does the relay take over, after this time. */
const RELAY_GRACE_MS = 7_000;

export async function requestRefund(
  prisma: PrismaClient,
  input: RequestRefundInput,
  actor: Actor,
): Promise<RequestRefundResult> {
  try {
    return await prisma.$transaction((records) => requestWithin(records, input, actor));
  } catch (error) {
    // The same key for another top-up at the same moment: its refund is what the key stands for.
    const winner = isUniqueViolation(error) ? await findByKey(prisma, input) : null;
    if (winner === null) throw error;
    return winner;
  }
}

async function requestWithin(
  records: Records,
  input: RequestRefundInput,
  actor: Actor,
): Promise<RequestRefundResult> {
  const { accountId, topUpId, amount } = input;
  await records.$queryRaw`select id from top_up where id = ${topUpId} and account_id = ${accountId} for update`;
  const known = await findByKey(records, input);
  if (known !== null) return known;
  const topUp = await records.topUpRow.findFirst({ where: { id: topUpId, accountId } });
  if (topUp === null) return { outcome: 'top_up_not_found' };
  const currency = currencyOf(topUp.currency);
  if (amount.currency !== currency) return { outcome: 'currency_mismatch', expected: currency };
  await records.$queryRaw`select id from charge where top_up_id = ${topUpId} for no key update`;
  await records.$queryRaw`select lock_wallet(${accountId}, ${topUp.walletId})`;
  const charge = await records.chargeRow.findUnique({ where: { topUpId } });
  const refundable = await refundableOf(records, { topUp, charge });
  switch (refundable.limitedBy) {
    case 'not_succeeded':
      return { outcome: 'not_succeeded', status: oneOf(TOP_UP_STATUSES, topUp.status) };
    case 'not_paid_by_card':
      return { outcome: 'not_paid_by_card', funding: oneOf(TOP_UP_FUNDINGS, topUp.funding) };
    case 'disputed':
      return { outcome: 'disputed' };
    case 'spent':
    case 'refunded':
    case 'reserved':
    case null:
  }
  if (amount.amountMinor > refundable.amount.amountMinor || charge === null)
    return { outcome: 'limit_exceeded', refundable };
  return {
    outcome: 'accepted',
    refund: await write(records, { topUp, charge, input, actor }),
    replayed: false,
  };
}

type NewRefund = { topUp: TopUpRow; charge: ChargeRow; input: RequestRefundInput; actor: Actor };

async function write(records: Records, { topUp, charge, input, actor }: NewRefund): Promise<Refund> {
  const { accountId, amount, reason, idempotency, keepAutoTopUp = false } = input;
  const { id: topUpId, walletId, txId: creditTxId } = topUp;
  if (creditTxId === null) throw new Error(`top-up ${topUpId} succeeded without a posting`);
  const id = newId('refund');
  const { amountMinor, currency } = amount;
  const posted = await postWithin(records, {
    event: 'refund_requested',
    accountId,
    currency,
    amountMinor,
    walletId,
    refundId: id,
    creditTxId,
  });
  if (posted.status !== 'posted') throw new Error(`debiting ${walletId} for ${id} answered ${posted.status}`);
  const turnedAutoTopUpOff = keepAutoTopUp
    ? false
    : await stopAutoTopUp(records, { accountId, walletId, id });
  const row = await records.refundRow.create({
    data: {
      id,
      accountId,
      chargeId: charge.id,
      walletId,
      topUpId,
      amountMinor,
      currency,
      origin: 'requested',
      status: 'pending',
      reason: reason ?? null,
      txId: posted.txId,
      turnedAutoTopUpOff,
      idempotencyKey: idempotency?.key ?? null,
      requestHash: idempotency ? new Uint8Array(Buffer.from(idempotency.requestHash, 'hex')) : null,
      requestedByKind: actor.kind,
      requestedById: actor.id,
      requestedByLabel: actor.label,
    },
    include: withItsPayment,
  });
  await records.$executeRaw`select after_debit(${accountId}, ${walletId})`;
  await recordAudit(records, {
    accountId,
    actor,
    action: 'refund.requested',
    subjectId: id,
    after: auditable({ topUpId, amount, reason, turnedAutoTopUpOff }),
  });
  await writeToOutbox(records, refundStart(row), new Date(Date.now() + RELAY_GRACE_MS));
  return toRefund(row);
}

type Stopped = { accountId: string; walletId: string; id: string };

/** A rule that the refund makes due would charge the card for it again. True where it is off now. */
export async function stopAutoTopUp(
  records: Records,
  { accountId, walletId, id }: Stopped,
): Promise<boolean> {
  const [row] = await records.$queryRaw<{ stopped: boolean }[]>`
    select stop_auto_top_up_after_refund(${accountId}, ${walletId}, ${id}) as stopped`;
  return row?.stopped ?? false;
}

async function findByKey(
  records: Records,
  { accountId, idempotency }: RequestRefundInput,
): Promise<RequestRefundResult | null> {
  if (idempotency === undefined) return null;
  const row = await records.refundRow.findUnique({
    where: { accountId_idempotencyKey: { accountId, idempotencyKey: idempotency.key } },
    include: withItsPayment,
  });
  if (row === null) return null;
  const sameRequest =
    row.requestHash !== null && Buffer.from(row.requestHash).toString('hex') === idempotency.requestHash;
  return sameRequest
    ? { outcome: 'accepted', refund: toRefund(row), replayed: true }
    : { outcome: 'idempotency_key_reused' };
}
