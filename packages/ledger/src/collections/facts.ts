import { classifyDecline } from '@drawdown/shared/payments';
import { retryStateOf, toCharge, withItsAttempts } from '../charges/read.ts';
import type { ChargeAttempt } from '../charges/types.ts';
import { oneOf } from '../database/parse.ts';
import type { PaymentMethodRow, Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { fingerprintOf, fingerprintTried } from '../payment-methods/fingerprint.ts';
import { toPaymentMethod } from '../payment-methods/read.ts';
import { cardGivenByPayer } from './given-by-payer.ts';
import { schedulePolicy } from './policy.ts';
import type { ClosedAs, RetryFacts } from './types.ts';

const CLOSED_AS: readonly ClosedAs[] = [
  'paid',
  'stopped',
  'paid_outside',
  'written_off',
  'funded_otherwise',
  'given_up',
];

const withItsFacts = {
  ...withItsAttempts,
  topUp: { select: { requestedByKind: true, requestedById: true } },
  affectedBuyers: {
    where: { closedAt: null },
    include: {
      buyer: { include: { pauseReasons: { where: { closedAt: null, effect: 'pause' } } } },
    },
    orderBy: { buyerId: 'asc' },
  },
} satisfies Prisma.ChargeRowInclude;

type ChargeWithItsFacts = Prisma.ChargeRowGetPayload<{ include: typeof withItsFacts }>;

export async function readFacts(prisma: PrismaClient, chargeId: string): Promise<RetryFacts> {
  const row = await prisma.chargeRow.findUniqueOrThrow({ where: { id: chargeId }, include: withItsFacts });
  if (row.status !== 'open') return { state: 'ended', closedAs: closedAsOf(row) };
  const { accountId, buyerId } = row;
  const account = await prisma.accountRow.findUniqueOrThrow({ where: { id: accountId } });
  const cards = await prisma.paymentMethodRow.findMany({
    where: { accountId, buyerId, removedAt: null, OR: [{ isDefault: true }, { isBackup: true }] },
  });
  const schedule = schedulePolicy(row, account);
  const charge = toCharge(row);
  const tried = new Set(charge.attempts.map(printOf));
  const last = charge.attempts.findLast(({ outcome, decline }) => outcome === 'declined' && decline !== null);
  const card = cards.find(({ isDefault }) => isDefault) ?? null;
  const backup = cards.find(({ isBackup }) => isBackup) ?? null;
  return {
    state: 'open',
    charge,
    retryState: retryStateOf(row),
    nextAttemptAt: row.nextAttemptAt,
    firstDeclinedAt: row.firstDeclinedAt,
    nextAttempt: Math.max(0, ...charge.attempts.map(({ number }) => number)) + 1,
    lastDecline: last?.decline ?? null,
    declines: last === undefined ? [] : declinesWith(printOf(last), charge.attempts),
    card: card && toPaymentMethod(card),
    isAnotherCard: card !== null && isAnotherCard(row, card, tried),
    backupCard: backup === null || tried.has(fingerprintOf(backup)) ? null : toPaymentMethod(backup),
    backupCardId: backup?.id ?? null,
    policy: schedule.policy,
    policyLabel: schedule.label,
    retryWanted: isRetryWanted(row),
    affectedBuyers: row.affectedBuyers.map(({ buyer }) => ({ buyerId: buyer.id, name: buyer.name })),
    ...(await cardGivenByPayer(prisma, row)),
  };
}

function closedAsOf({ closedAs, status }: ChargeWithItsFacts): ClosedAs {
  if (status === 'succeeded') return 'paid';
  return closedAs === null ? 'stopped' : oneOf(CLOSED_AS, closedAs);
}

function printOf({ fingerprint, paymentMethodId }: ChargeAttempt): string {
  return fingerprint ?? paymentMethodId;
}

function declinesWith(fingerprint: string, attempts: ChargeAttempt[]) {
  return attempts.flatMap((attempt) => {
    const { outcome, decline, decidedAt, startedAt } = attempt;
    if (outcome !== 'declined' || decline === null || printOf(attempt) !== fingerprint) return [];
    return [{ class: classifyDecline(decline), at: decidedAt ?? startedAt }];
  });
}

/**
 * A card that became the default after the charge had failed and was never tried for it, or one whose issuer sent new
 * details after its last attempt. A default that stood there all along is none: the payer had picked another card for this.
 */
function isAnotherCard(row: ChargeWithItsFacts, card: PaymentMethodRow, tried: Set<string>): boolean {
  const { firstDeclinedAt } = row;
  if (firstDeclinedAt === null) return false;
  const fingerprint = fingerprintOf(card);
  const lastTried = row.attempts.findLast(
    (attempt) => attempt.paymentMethodId === card.id || fingerprintTried(attempt) === fingerprint,
  );
  const { updatedByIssuerAt, defaultSince } = card;
  if (updatedByIssuerAt !== null && lastTried !== undefined && updatedByIssuerAt > lastTried.startedAt) {
    return true;
  }
  return !tried.has(fingerprint) && defaultSince !== null && defaultSince > firstDeclinedAt;
}

function isRetryWanted({ affectedBuyers }: ChargeWithItsFacts): boolean {
  if (affectedBuyers.length === 0) return true;
  return !affectedBuyers.every(({ buyer }) => buyer.pauseReasons.length > 0 && !buyer.retryWhilePaused);
}
