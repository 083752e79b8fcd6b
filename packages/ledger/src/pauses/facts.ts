import { PAUSE_REASONS } from '@drawdown/shared/codes';
import { moneyOf, oneOf, optionalMoneyOf } from '../database/parse.ts';
import type { PauseReasonRow, PrismaClient } from '../generated/prisma/client.ts';
import type { OpenReason, PauseFacts } from './types.ts';

/** The lead that brought a pause about was refused a moment before the pause stood. */
const JUST_BEFORE = '1 second';

export async function readPause(prisma: PrismaClient, buyerId: string): Promise<PauseFacts | null> {
  const buyer = await prisma.buyerRow.findUnique({
    where: { id: buyerId },
    include: {
      wallet: { include: { book: true } },
      pauseReasons: { where: { closedAt: null }, orderBy: { openedAt: 'asc' } },
    },
  });
  if (buyer === null) return null;
  const { currency } = buyer;
  const { balance, held } = buyer.wallet.book;
  const episode = await prisma.pauseEpisodeRow.findFirst({ where: { buyerId, closedAt: null } });
  const [exposure] = await prisma.$queryRaw<{ minor: bigint }[]>`select exposure_of(${buyerId}) as minor`;
  return {
    accountId: buyer.accountId,
    buyerId,
    buyerName: buyer.name,
    episode: episode && { id: episode.id, openedAt: episode.openedAt },
    open: buyer.pauseReasons.map((reason) => toOpenReason(reason, currency)),
    withheld: episode
      ? await readWithheld(prisma, { buyerId, currency, from: episode.openedAt, to: null })
      : { leads: 0, value: moneyOf(0n, currency) },
    available: moneyOf(balance - held, currency),
    exposure: moneyOf(exposure?.minor ?? 0n, currency),
  };
}

/** What a pause that is over has cost; null where there is no such buyer. */
export async function withheldDuring(
  prisma: PrismaClient,
  { buyerId, from, to }: { buyerId: string; from: Date; to: Date },
): Promise<PauseFacts['withheld'] | null> {
  const buyer = await prisma.buyerRow.findUnique({ where: { id: buyerId }, select: { currency: true } });
  return buyer && readWithheld(prisma, { buyerId, currency: buyer.currency, from, to });
}

type Withheld = { buyerId: string; currency: string; from: Date; to: Date | null };

/** A lead that was asked for several times is withheld once. */
async function readWithheld(
  prisma: PrismaClient,
  { buyerId, currency, from, to }: Withheld,
): Promise<PauseFacts['withheld']> {
  const [row] = await prisma.$queryRaw<{ leads: number; value: bigint }[]>`
    select count(*)::int as leads, coalesce(sum(l.price), 0)::bigint as value from (
      select lead_id, max(price_minor) as price from delivery
      where buyer_id = ${buyerId} and outcome = 'refused' and refusal_code = 'delivery_paused'
        and created_at >= ${from}::timestamptz - ${JUST_BEFORE}::interval
        and created_at <= coalesce(${to}::timestamptz, 'infinity')
      group by lead_id) l`;
  return { leads: row?.leads ?? 0, value: moneyOf(row?.value ?? 0n, currency) };
}

function toOpenReason(row: PauseReasonRow, currency: string): OpenReason {
  return {
    id: row.id,
    reason: oneOf(PAUSE_REASONS, row.reason),
    chargeId: row.subjectId.startsWith('chg_') ? row.subjectId : null,
    effect: oneOf(['pause', 'pause_when_exhausted'], row.effect),
    amount: optionalMoneyOf(row.amountMinor, currency),
    note: row.note,
    openedAt: row.openedAt,
    openedBy: row.openedBy,
  };
}
