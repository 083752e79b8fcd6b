import type { Records } from '../database/connection.ts';
import type { PaymentMethodRow } from '../generated/prisma/client.ts';
import { fingerprintOf } from '../payment-methods/fingerprint.ts';
import { lockBudget, usedUp } from './card-limits.ts';
import type { ReservedAttempt } from './types.ts';

export type Reservation = { chargeId: string; attempt: number; paymentMethodId: string; asked: boolean };

/** Decides under the lock of the card's row, and reserves by inserting the attempt. */
export async function reserveWithin(
  records: Records,
  { chargeId, attempt, paymentMethodId, asked }: Reservation,
): Promise<ReservedAttempt> {
  // The charge before the card, as everywhere.
  await records.$queryRaw`select id from charge where id = ${chargeId} for no key update`;
  const card = await records.paymentMethodRow.findUniqueOrThrow({ where: { id: paymentMethodId } });
  const fingerprint = fingerprintOf(card);
  const blocked = await lockBudget(records, fingerprint);
  const known = await records.chargeAttemptRow.findUnique({
    where: { chargeId_number: { chargeId, number: attempt } },
  });
  if (known !== null) return { outcome: known.byPayer ? 'taken' : 'reserved' };
  // Decided within a minute, or it never will be.
  if (await isAskingPayer(records, chargeId)) return { outcome: 'crowded' };
  const refusal =
    blocked ??
    (await usedUp(records, fingerprint)) ??
    (asked ? null : await probeAhead(records, { chargeId, card, fingerprint }));
  if (refusal !== null) return refusal;
  await records.chargeAttemptRow.create({
    data: { chargeId, number: attempt, paymentMethodId, fingerprint, outcome: 'pending' },
  });
  // The same payment is asked for now with this card: what waited for the payer can no longer happen.
  await records.chargeAttemptRow.updateMany({
    where: { chargeId, byPayer: true, outcome: { in: ['pending', 'unknown', 'requiresAction'] } },
    data: { outcome: 'canceled', decidedAt: new Date() },
  });
  await records.chargeRow.updateMany({
    where: { id: chargeId, status: 'open', retryState: { not: null } },
    data: { retryState: 'trying', nextAttemptAt: null },
  });
  return { outcome: 'reserved' };
}

/** The payer's attempt is at Stripe at this moment: no second one is made beside it. */
async function isAskingPayer(records: Records, chargeId: string): Promise<boolean> {
  const [asking] = await records.$queryRaw<{ number: number }[]>`
    select number from charge_attempt
    where charge_id = ${chargeId} and by_payer and outcome = 'pending'
      and started_at > clock_timestamp() - interval '1 minute'`;
  return asking !== undefined;
}

/**
 * The failing charge of the same card and account that decides for this one: one that has been failing for longer and is
 * tried again by itself, or one for which the card has turned out to be of no use, as long as its issuer has sent no new
 * details since. A charge that nothing was tried for yet waits behind every one of them. A charge that failed for its sum
 * alone says nothing about the card; one that only its payer tries again, with a card that he gave for it, decides for
 * none.
 */
async function probeAhead(
  records: Records,
  { chargeId, card, fingerprint }: { chargeId: string; card: PaymentMethodRow; fingerprint: string },
): Promise<ReservedAttempt | null> {
  const [probe] = await records.$queryRaw<{ id: string }[]>`
    select c.id from charge me
    join card_incident i on i.account_id = me.account_id and i.fingerprint = ${fingerprint} and i.closed_at is null
    join charge c on c.incident_id = i.id and c.retry_state is not null and c.id <> me.id
    where me.id = ${chargeId}
      and case when me.first_declined_at is null or c.retry_state = 'needs_card'
        then coalesce(c.decline_class, '') not in ('amount', 'duplicate') and not coalesce(
          ${card.updatedByIssuerAt}::timestamptz > (
            select coalesce(max(a.started_at), c.first_declined_at) from charge_attempt a where a.charge_id = c.id), false)
        else c.retry_state in ('scheduled', 'trying', 'follows')
          and (c.first_declined_at, c.id) < (me.first_declined_at, me.id) end
      and not exists (select from payment_method m where m.for_link_id is not null and m.id = coalesce(
        (select a.payment_method_id from charge_attempt a where a.charge_id = c.id order by a.number desc limit 1),
        c.payment_method_id))
    order by c.retry_state in ('scheduled', 'trying') desc, c.first_declined_at, c.id limit 1`;
  return probe === undefined ? null : { outcome: 'follows', probeChargeId: probe.id };
}
