import { classifyDecline, type Decline } from '@drawdown/shared/payments';
import { retryStateOf, toCharge, withItsAttempts } from '../charges/read.ts';
import { type Page, type PageRequest, toPage } from '../database/page.ts';
import type { AccountRow, Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { schedulePolicy } from './policy.ts';
import type { FailingCharge } from './types.ts';

const withItsPeople = {
  ...withItsAttempts,
  topUp: { include: { wallet: { select: { id: true, name: true } } } },
  incident: {
    include: {
      charges: {
        where: { retryState: { not: null } },
        select: { id: true },
      },
    },
  },
  affectedBuyers: {
    where: { closedAt: null },
    include: { buyer: { select: { name: true } } },
    orderBy: { buyerId: 'asc' },
  },
} satisfies Prisma.ChargeRowInclude;

type FailingRow = Prisma.ChargeRowGetPayload<{ include: typeof withItsPeople }>;

export type FailingFilter = {
  incidentId?: string | undefined;
  walletId?: string | undefined;
  buyerId?: string | undefined;
};

export async function listFailingCharges(
  prisma: PrismaClient,
  query: { accountId: string; filter: FailingFilter; page: PageRequest },
): Promise<Page<FailingCharge>> {
  const { accountId, filter, page } = query;
  const { incidentId, walletId, buyerId } = filter;
  const rows = await prisma.chargeRow.findMany({
    where: {
      accountId,
      retryState: { not: null },
      ...(incidentId !== undefined && { incidentId }),
      ...(walletId !== undefined && { topUp: { walletId } }),
      ...(buyerId !== undefined && {
        OR: [{ buyerId }, { affectedBuyers: { some: { buyerId, closedAt: null } } }],
      }),
      ...(page.cursor !== undefined && { id: { gt: page.cursor } }),
    },
    include: withItsPeople,
    orderBy: { id: 'asc' },
    take: page.limit + 1,
  });
  const account = await prisma.accountRow.findUniqueOrThrow({ where: { id: accountId } });
  const failing = await Promise.all(rows.map((row) => toFailing(prisma, row, account)));
  return toPage(failing, page.limit, ({ charge }) => charge.id);
}

export async function getFailingCharge(
  prisma: PrismaClient,
  accountId: string,
  chargeId: string,
): Promise<FailingCharge | null> {
  const row = await prisma.chargeRow.findFirst({
    where: { id: chargeId, accountId, retryState: { not: null } },
    include: withItsPeople,
  });
  if (row === null) return null;
  return toFailing(prisma, row, await prisma.accountRow.findUniqueOrThrow({ where: { id: accountId } }));
}

async function toFailing(prisma: PrismaClient, row: FailingRow, account: AccountRow): Promise<FailingCharge> {
  const { incident, topUp } = row;
  const retryState = retryStateOf(row);
  if (retryState === null || incident === null || topUp === null)
    throw new Error(`charge ${row.id} is not failing`);
  const charge = toCharge(row);
  const own = charge.attempts.findLast(({ decline }) => decline !== null)?.decline ?? null;
  const lastDecline = own ?? (await declineOfIncident(prisma, incident.id));
  return {
    charge,
    topUpId: topUp.id,
    walletId: topUp.walletId,
    walletName: topUp.wallet.name,
    retryState,
    nextAttemptAt: row.nextAttemptAt,
    firstDeclinedAt: row.firstDeclinedAt ?? incident.openedAt,
    lastDecline,
    declineClass: classifyDecline(lastDecline),
    incidentId: incident.id,
    siblings: incident.charges.filter(({ id }) => id !== row.id).length,
    affectedBuyers: row.affectedBuyers.map(({ buyerId, buyer }) => ({ buyerId, name: buyer.name })),
    attempts: charge.attempts,
    policyLabel: schedulePolicy(row, account).label,
  };
}

/** A charge that only follows was never declined itself: what its card was declined with stands for it. */
async function declineOfIncident(prisma: PrismaClient, incidentId: string): Promise<Decline> {
  const attempt = await prisma.chargeAttemptRow.findFirst({
    where: { charge: { incidentId }, outcome: 'declined' },
    orderBy: { startedAt: 'desc' },
  });
  return {
    code: attempt?.declineCode ?? 'card_declined',
    adviceCode: attempt?.declineAdviceCode ?? null,
    networkDeclineCode: attempt?.declineNetworkCode ?? null,
    stripeChargeId: null,
  };
}
