import type { Records } from '../database/connection.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { writeToOutbox } from '../outbox/write.ts';

/** An offer that nobody took up in this time is over. */
const HOLDS_FOR_MS = 3600_000;

/** The process that collects the payment hears of it with the offer, also where nobody asks it any more. */
export async function offerCard(records: Records, linkId: string, paymentMethodId: string): Promise<boolean> {
  // As reserving an attempt does: of both, one sees the other, so that pressing twice is not trying twice.
  await records.$queryRaw`
    select c.id from payer_link l
    join top_up t on t.account_id = l.account_id and t.idempotency_key = 'payer-link:' || l.id
    join charge c on c.top_up_id = t.id
    where l.id = ${linkId} for no key update of c`;
  const [offered] = await records.$queryRaw<{ charge_id: string }[]>`
    update payer_link l set offered_card_id = m.id, offered_at = clock_timestamp()
    from payment_method m, top_up t join charge c on c.top_up_id = t.id
    where l.id = ${linkId} and t.account_id = l.account_id and t.idempotency_key = 'payer-link:' || l.id
      and m.id = ${paymentMethodId} and m.account_id = l.account_id and m.removed_at is null
      and not exists (
        select from charge_attempt a where a.charge_id = c.id and a.outcome in ('pending', 'unknown', 'processing')
          and coalesce(a.fingerprint, a.payment_method_id) = coalesce(m.fingerprint, m.id))
    returning c.id as charge_id`;
  if (offered === undefined) return false;
  await writeToOutbox(records, {
    kind: 'charge_news',
    chargeId: offered.charge_id,
    news: 'paymentMethodUpdated',
  });
  return true;
}

type Try = { paymentMethodId: string; startedAt: Date };

/** The card that the payer has offered for the payment of his link and that was not tried since; null: none. */
export async function offeredCardId(
  prisma: PrismaClient,
  linkId: string,
  attempts: readonly Try[],
): Promise<string | null> {
  const link = await prisma.payerLinkRow.findUnique({ where: { id: linkId } });
  if (link === null) return null;
  const { offeredCardId: cardId, offeredAt } = link;
  if (cardId === null || offeredAt === null || offeredAt.getTime() < Date.now() - HOLDS_FOR_MS) return null;
  const tried = attempts.some(
    ({ paymentMethodId, startedAt }) => paymentMethodId === cardId && startedAt >= offeredAt,
  );
  return tried ? null : cardId;
}
