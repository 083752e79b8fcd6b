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
    withheld: await withheldSince(prisma, { buyerId, currency, since: episode?.openedAt ?? null }),
    available: moneyOf(balance - held, currency),
    exposure: moneyOf(exposure?.minor ?? 0n, currency),
  };
}

type Withheld = { buyerId: string; currency: string; since: Date | null };

/** A lead that was asked for several times is withheld once. */
async function withheldSince(
  prisma: PrismaClient,
  { buyerId, currency, since }: Withheld,
): Promise<PauseFacts['withheld']> {
  if (since === null) return { leads: 0, value: moneyOf(0n, currency) };
  const [row] = await prisma.$queryRaw<{ leads: number; value: bigint }[]>`
    select count(*)::int as leads, coalesce(sum(l.price), 0)::bigint as value from (
      select lead_id, max(price_minor) as price from delivery
      where buyer_id = ${buyerId} and outcome = 'refused' and refusal_code = 'delivery_paused'
        and created_at >= ${since}::timestamptz - ${JUST_BEFORE}::interval
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
