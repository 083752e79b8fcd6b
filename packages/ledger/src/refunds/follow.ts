import { newId } from '@drawdown/shared/ids';
import { auditable, recordAudit } from '../audit/record.ts';
import { postWithin } from '../books/post.ts';
import type { Records } from '../database/connection.ts';
import { currencyOf } from '../database/parse.ts';
import type { ChargeRow, RefundRow } from '../generated/prisma/client.ts';
import { toRefund, withItsPayment } from './read.ts';
import { availableIn } from './refundable.ts';
import { stopAutoTopUp } from './request.ts';
import { failRefund, settleRefund } from './settle.ts';
import type { FollowedRefund, StripeRefund } from './types.ts';

const DASHBOARD = { kind: 'system', id: 'stripe', label: "Stripe's dashboard" } as const;

/** Acts on what Stripe shows of a refund. Each call decides from the present state, so order and repeats do not matter. */
export async function followRefund(records: Records, seen: StripeRefund): Promise<FollowedRefund> {
  const own = seen.refundId === null ? null : await ownRefund(records, seen.refundId, seen);
  if (own !== null) return { outcome: 'ours', refund: await read(records, own.id) };
  const charge = await lockChargeOf(records, seen);
  if (charge === null) return nothing('concerns no charge of ours');
  const known = await records.refundRow.findUnique({ where: { stripeRefundId: seen.stripeRefundId } });
  if (known !== null) return { outcome: 'followed', refund: await moveOn(records, known, seen) };
  if (seen.status === 'failed') return nothing('failed before it was heard of');
  return begin(records, charge, seen);
}

/**
 * One that we asked for: Stripe shows our own id, which stood before it was asked. Its id is kept at once, so that a second
 * one under the same id of ours, which would be money that left twice, is followed for itself.
 */
async function ownRefund(records: Records, refundId: string, seen: StripeRefund): Promise<RefundRow | null> {
  const { paymentIntentId, stripeRefundId } = seen;
  await records.refundRow.updateMany({
    where: { id: refundId, charge: { paymentIntentId }, stripeRefundId: null, status: 'pending' },
    data: { stripeRefundId, updatedAt: new Date() },
  });
  return records.refundRow.findFirst({
    where: { id: refundId, charge: { paymentIntentId }, stripeRefundId },
  });
}

/** Locked as everywhere: top-up, charge. The wallet comes last, right before it is debited. */
async function lockChargeOf(records: Records, { paymentIntentId }: StripeRefund): Promise<ChargeRow | null> {
  if (paymentIntentId === null) return null;
  const found = await records.chargeRow.findUnique({ where: { paymentIntentId } });
  if (found === null) return null;
  if (found.topUpId !== null)
    await records.$queryRaw`select id from top_up where id = ${found.topUpId} for update`;
  await records.$queryRaw`select id from charge where id = ${found.id} for no key update`;
  return records.chargeRow.findUniqueOrThrow({ where: { id: found.id } });
}

async function moveOn(records: Records, known: RefundRow, { status, failureReason, ...seen }: StripeRefund) {
  switch (status) {
    case 'succeeded':
      await settleRefund(records, known.id, seen.stripeRefundId);
      break;
    case 'failed':
      await failRefund(records, known.id, { reason: failureReason ?? 'unknown' });
      break;
    case 'pending':
  }
  return read(records, known.id);
}

async function begin(records: Records, charge: ChargeRow, seen: StripeRefund): Promise<FollowedRefund> {
  if (charge.closedAs === 'paid_outside')
    return nothing('gives back a payment that was never credited: it had been paid outside');
  const topUp =
    charge.topUpId === null
      ? null
      : await records.topUpRow.findUniqueOrThrow({ where: { id: charge.topUpId } });
  if (charge.status !== 'succeeded' || (topUp !== null && topUp.txId === null))
    return { outcome: 'too_early', because: `${charge.id} is refunded at Stripe and not yet credited here` };
  const id = newId('refund');
  const taken =
    topUp === null || topUp.txId === null
      ? { walletId: null, txId: await takeFromRevenue(records, charge, seen) }
      : {
          walletId: topUp.walletId,
          txId: await takeFromWallet(records, {
            charge,
            seen,
            walletId: topUp.walletId,
            creditTxId: topUp.txId,
          }),
        };
  const { walletId } = taken;
  const { accountId } = charge;
  const now = new Date();
  const row = await records.refundRow.create({
    data: {
      id,
      accountId,
      chargeId: charge.id,
      topUpId: topUp?.id ?? null,
      ...taken,
      amountMinor: seen.amountMinor,
      currency: seen.currency,
      origin: 'dashboard',
      status: seen.status,
      stripeRefundId: seen.stripeRefundId,
      turnedAutoTopUpOff:
        walletId === null ? false : await stopAutoTopUp(records, { accountId, walletId, id }),
      requestedByKind: DASHBOARD.kind,
      requestedById: DASHBOARD.id,
      requestedByLabel: DASHBOARD.label,
      endedAt: seen.status === 'pending' ? null : now,
    },
    include: withItsPayment,
  });
  if (walletId !== null) await records.$executeRaw`select after_debit(${accountId}, ${walletId})`;
  await recordAudit(records, {
    accountId,
    actor: DASHBOARD,
    action: 'refund.made_at_stripe',
    subjectId: id,
    after: auditable({
      chargeId: charge.id,
      amountMinor: seen.amountMinor,
      stripeRefundId: seen.stripeRefundId,
    }),
  });
  return { outcome: 'followed', refund: toRefund(row) };
}

type FromWallet = { charge: ChargeRow; seen: StripeRefund; walletId: string; creditTxId: bigint };

/** What the wallet has available; the rest is owed by whose wallet it is, and the next credit settles it. */
async function takeFromWallet(records: Records, { charge, seen, walletId, creditTxId }: FromWallet) {
  const { accountId } = charge;
  await records.$queryRaw`select lock_wallet(${accountId}, ${walletId})`;
  const wallet = await records.walletRow.findUniqueOrThrow({ where: { id: walletId } });
  const [debtor] = await records.$queryRaw<{ id: string }[]>`select wallet_debtor(${walletId}) as id`;
  const posted = await postWithin(records, {
    event: 'dashboard_refund',
    accountId,
    currency: currencyOf(seen.currency),
    amountMinor: seen.amountMinor,
    walletId,
    ownerId: debtor?.id ?? walletId,
    availableMinor: await availableIn(records, wallet),
    stripeRefundId: seen.stripeRefundId,
    creditTxId,
  });
  if (posted.status !== 'posted')
    throw new Error(`following ${seen.stripeRefundId} answered ${posted.status}`);
  return posted.txId;
}

/**
 * A payment for leads themselves left no credit that could be taken back. Who refunds it gives the leads away; the buyer
 * owes nothing for them again.
 */
async function takeFromRevenue(records: Records, charge: ChargeRow, seen: StripeRefund): Promise<bigint> {
  const posted = await postWithin(records, {
    event: 'dashboard_refund_of_leads',
    accountId: charge.accountId,
    currency: currencyOf(seen.currency),
    amountMinor: seen.amountMinor,
    stripeRefundId: seen.stripeRefundId,
  });
  if (posted.status !== 'posted')
    throw new Error(`following ${seen.stripeRefundId} answered ${posted.status}`);
  return posted.txId;
}

async function read(records: Records, id: string) {
  return toRefund(await records.refundRow.findUniqueOrThrow({ where: { id }, include: withItsPayment }));
}

function nothing(because: string): FollowedRefund {
  return { outcome: 'nothing_to_do', because };
}
