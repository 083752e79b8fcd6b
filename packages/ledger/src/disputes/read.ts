import { DISPUTE_VERDICTS, type DisputeStatus } from '@drawdown/shared/codes';
import { moneyOf, oneOf, optionalMoneyOf } from '../database/parse.ts';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { statusOf } from './seen.ts';
import type { Dispute, DisputedPayment } from './types.ts';

const withPayment = {
  charge: { include: { paymentMethod: true, topUp: true, delivery: true } },
  payment: true,
} satisfies Prisma.DisputeRowInclude;

type Row = Prisma.DisputeRowGetPayload<{ include: typeof withPayment }>;

type Names = {
  wallets: Map<string, string | null>;
  buyers: Map<string, string>;
  paused: { subjectId: string; buyerId: string }[];
  owed: Map<string, bigint>;
};

/** Rows with what belongs to them, in the order asked for. */
export async function readDisputes(
  prisma: PrismaClient,
  query: Omit<Prisma.DisputeRowFindManyArgs, 'include' | 'select'>,
): Promise<Dispute[]> {
  const rows = await prisma.disputeRow.findMany({ ...query, include: withPayment });
  if (rows.length === 0) return [];
  const names = await namesOf(prisma, rows);
  return rows.map((row) => toDispute(row, names));
}

async function namesOf(prisma: PrismaClient, rows: Row[]): Promise<Names> {
  const ids = rows.map(({ id }) => id);
  const [wallets, paused, owed] = await Promise.all([
    prisma.walletRow.findMany({
      where: { id: { in: rows.flatMap(({ walletId }) => walletId ?? []) } },
      select: { id: true, name: true },
    }),
    prisma.pauseReasonRow.findMany({
      where: { reason: 'dispute_opened', subjectId: { in: ids }, closedAt: null },
      select: { subjectId: true, buyerId: true },
      orderBy: { openedAt: 'asc' },
    }),
    prisma.$queryRaw<{ id: string; owed: bigint }[]>`
      select d.id, least(d.from_receivable_minor, debt_of(d.account_id, d.debtor_id, d.currency)) as owed
      from dispute d where d.id = any (${ids}::text[]) and d.from_receivable_minor > 0
        and d.verdict is distinct from 'won'`,
  ]);
  const buyers = await prisma.buyerRow.findMany({
    where: {
      id: { in: [...rows.flatMap(({ buyerId }) => buyerId ?? []), ...paused.map(({ buyerId }) => buyerId)] },
    },
    select: { id: true, name: true },
  });
  return {
    wallets: new Map(wallets.map(({ id, name }) => [id, name])),
    buyers: new Map(buyers.map(({ id, name }) => [id, name])),
    paused,
    owed: new Map(owed.map((row) => [row.id, row.owed])),
  };
}

function toDispute(row: Row, names: Names): Dispute {
  const { currency } = row;
  const verdict = row.verdict === null ? null : oneOf(DISPUTE_VERDICTS, row.verdict);
  return {
    id: row.id,
    accountId: row.accountId,
    stripeDisputeId: row.stripeDisputeId,
    status: verdict ?? statusOf(row.stripeStatus),
    stripeStatus: row.stripeStatus,
    reason: row.reason,
    amount: moneyOf(row.amountMinor, currency),
    fromWallet: moneyOf(row.fromWalletMinor, currency),
    fromReceivable: moneyOf(row.fromReceivableMinor, currency),
    stillOwed: moneyOf(names.owed.get(row.id) ?? 0n, currency),
    fee: row.feeCurrency === null ? null : optionalMoneyOf(row.feeMinor, row.feeCurrency),
    verdict,
    evidenceDueAt: row.evidenceDueAt,
    evidenceSubmitted: row.evidenceSubmitted,
    payment: toPayment(row),
    walletId: row.walletId,
    walletName: row.walletId === null ? null : (names.wallets.get(row.walletId) ?? null),
    buyerId: row.buyerId,
    buyerName: row.buyerId === null ? null : (names.buyers.get(row.buyerId) ?? null),
    pausedBuyers: names.paused
      .filter(({ subjectId }) => subjectId === row.id)
      .map(({ buyerId }) => ({ buyerId, name: names.buyers.get(buyerId) ?? '' })),
    takenAt: row.takenAt,
    openedAt: row.openedAt,
    endedAt: row.endedAt,
  };
}

function toPayment({ charge, payment, currency, amountMinor }: Row): DisputedPayment {
  if (charge === null) {
    return {
      purpose: 'invoice',
      amount: moneyOf(payment?.amountMinor ?? amountMinor, currency),
      paidAt: payment?.receivedAt ?? null,
      payer: payment === null ? { kind: 'account' } : { kind: 'buyer', buyerId: payment.buyerId },
      card: null,
      paymentIntentId: payment?.paymentIntentId ?? null,
      chargeId: null,
      topUpId: null,
      deliveryId: null,
      invoiceId: payment?.invoiceId ?? null,
    };
  }
  const { brand, last4 } = charge.paymentMethod;
  return {
    purpose: charge.topUpId === null ? oneOf(['top_up', 'lead', 'invoice'], charge.purpose) : 'top_up',
    amount: moneyOf(charge.amountMinor, charge.currency),
    paidAt: charge.topUp?.endedAt ?? charge.delivery?.decidedAt ?? charge.createdAt,
    payer: charge.buyerId === null ? { kind: 'account' } : { kind: 'buyer', buyerId: charge.buyerId },
    card: { brand, last4 },
    paymentIntentId: charge.paymentIntentId,
    chargeId: charge.id,
    topUpId: charge.topUpId,
    deliveryId: charge.deliveryId,
    invoiceId: charge.invoiceId,
  };
}

/** The rows of a status: what the bank has decided stands, else Stripe's word. */
export function whereStatus(statuses: readonly DisputeStatus[]): Prisma.DisputeRowWhereInput {
  return { OR: statuses.map(whereOne) };
}

function whereOne(status: DisputeStatus): Prisma.DisputeRowWhereInput {
  const inquiry = { stripeStatus: { startsWith: 'warning_' } };
  const underReview = { stripeStatus: { in: ['under_review', 'appeal_under_review'] } };
  switch (status) {
    case 'won':
    case 'lost':
    case 'inquiry_closed':
      return { verdict: status };
    case 'inquiry':
      return { verdict: null, ...inquiry };
    case 'under_review':
      return { verdict: null, ...underReview };
    case 'needs_response':
      return { verdict: null, NOT: [inquiry, underReview] };
  }
}
