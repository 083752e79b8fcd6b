import type { Records } from '../database/connection.ts';
import { liftForAnotherCard } from '../lead-charges/another-card.ts';
import { writeToOutbox } from '../outbox/write.ts';
import { fingerprintOf } from '../payment-methods/fingerprint.ts';
import { lockCards } from '../payment-methods/lock-cards.ts';
import type { Payer } from '../payment-methods/types.ts';

export type CardChange = { accountId: string; payer: Payer; updatedByIssuer: boolean };

/**
 * The payer has another default card, or new details of it: failing charges of his that it was not tried for are woken, and
 * rules that another card had suspended go on. Within the transaction that changes the card; may be repeated.
 */
export async function cardChangedWithin(records: Records, change: CardChange): Promise<void> {
  const { accountId, payer } = change;
  const buyerId = payer.kind === 'buyer' ? payer.buyerId : null;
  // Taken already where this transaction is the one that changed the card; the same lock twice costs nothing.
  await lockCards(records, accountId, payer);
  const card = await records.paymentMethodRow.findFirst({ where: { accountId, buyerId, isDefault: true } });
  if (card === null) return;
  const fingerprint = fingerprintOf(card);
  await wakeCharges(records, { ...change, buyerId, fingerprint });
  await liftForAnotherCard(records, { ...change, buyerId, fingerprint });
  await resumeRules(records, { accountId, buyerId, fingerprint });
}

type Concerned = { accountId: string; buyerId: string | null; fingerprint: string };

async function wakeCharges(
  records: Records,
  { accountId, buyerId, fingerprint, updatedByIssuer }: Concerned & { updatedByIssuer: boolean },
): Promise<void> {
  const charges = await records.$queryRaw<{ id: string }[]>`
    select c.id from charge c
    where c.account_id = ${accountId} and c.buyer_id is not distinct from ${buyerId}::text
      and c.status = 'open' and c.retry_state is not null
      and (${updatedByIssuer} or not exists (
        select from charge_attempt a join payment_method m on m.id = a.payment_method_id
        where a.charge_id = c.id and coalesce(a.fingerprint, m.fingerprint, m.id) = ${fingerprint}))
    order by c.id`;
  for (const { id } of charges) {
    await writeToOutbox(records, { kind: 'charge_news', chargeId: id, news: 'paymentMethodUpdated' });
  }
}

/** The same card saved again is no reason to go on. */
async function resumeRules(records: Records, { accountId, buyerId, fingerprint }: Concerned): Promise<void> {
  await records.$queryRaw`
    select resume_auto_top_up(r.wallet_id, 'another card') from (
      select wallet_id from auto_top_up_rule
      where account_id = ${accountId} and payer_buyer_id is not distinct from ${buyerId}::text
        and suspended_because <> 'safety_net' and suspended_fingerprint is distinct from ${fingerprint}
      order by wallet_id) r`;
  // Rules that another card kept from starting, too.
  await records.$queryRaw`
    select check_auto_top_up(r.account_id, r.wallet_id) from (
      select account_id, wallet_id from auto_top_up_rule
      where account_id = ${accountId} and payer_buyer_id is not distinct from ${buyerId}::text and enabled
      order by wallet_id) r`;
}
