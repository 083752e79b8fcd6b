import type { PrismaClient } from '../generated/prisma/client.ts';
import { writeMail } from '../notifications/write-mail.ts';
import { toPaymentMethod } from './read.ts';
import type { ExpiringCard } from './types.ts';

const DAY_MS = 24 * 3600_000;
/** Told once for each of these numbers of days that are left. */
const STEPS = [7, 30, 60] as const;
const FARTHEST_STEP = 60;

export async function expiringCards(prisma: PrismaClient, before: Date): Promise<ExpiringCard[]> {
  const rows = await prisma.$queryRaw<{ id: string; auto_top_up: boolean }[]>`
    select m.id, exists (
        select from auto_top_up_rule r where r.enabled and r.account_id = m.account_id
          and r.payer_buyer_id is not distinct from m.buyer_id) as auto_top_up
    from payment_method m
    where m.removed_at is null and (m.is_default or m.is_backup)
      and (make_date(m.exp_year, m.exp_month, 1) + interval '1 month') at time zone 'UTC' <= ${before}
    order by m.id`;
  const cards = await prisma.paymentMethodRow.findMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    include: { buyer: { select: { name: true } } },
    orderBy: { id: 'asc' },
  });
  return cards.map((card) => ({
    paymentMethod: toPaymentMethod(card),
    buyerName: card.buyer?.name ?? null,
    autoTopUp: rows.some(({ id, auto_top_up }) => id === card.id && auto_top_up),
  }));
}

export async function noticeExpiring(prisma: PrismaClient, now: Date): Promise<number> {
  const cards = await expiringCards(prisma, new Date(now.getTime() + FARTHEST_STEP * DAY_MS));
  let told = 0;
  for (const card of cards) {
    if (await tell(prisma, card, now)) told += 1;
  }
  return told;
}

async function tell(
  prisma: PrismaClient,
  { paymentMethod, buyerName, autoTopUp }: ExpiringCard,
  now: Date,
): Promise<boolean> {
  const { id, accountId, payer, brand, last4, expMonth, expYear } = paymentMethod;
  // A card is good until the last day of its month; Date.UTC counts months from 0, so this is the first after it.
  const daysLeft = Math.ceil((Date.UTC(expYear, expMonth, 1) - now.getTime()) / DAY_MS);
  const step = STEPS.find((days) => daysLeft <= days);
  if (step === undefined || daysLeft < 0) return false;
  const buyerId = payer.kind === 'buyer' ? payer.buyerId : null;
  return writeMail(prisma, {
    accountId,
    buyerId,
    kind: 'card_expiring',
    occasion: `${id}:${expYear}-${expMonth}:${step}`,
    data: {
      paymentMethodId: id,
      brand,
      last4,
      expMonth,
      expYear,
      daysLeft,
      payer: payer.kind,
      buyerId,
      buyerName,
      autoTopUp,
    },
  });
}
