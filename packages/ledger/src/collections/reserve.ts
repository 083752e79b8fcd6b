import { classifyDecline } from '@drawdown/shared/payments';
import type { Records } from '../database/connection.ts';
import type { PaymentMethodRow } from '../generated/prisma/client.ts';
import { fingerprintOf } from '../payment-methods/fingerprint.ts';
import type { ReservedAttempt } from './types.ts';

/** Below what the card networks permit, over all accounts, charges and mechanisms. */
const DECLINES_PERMITTED = 10;
const WINDOW_DAYS = 30;
const DAY_MS = 24 * 3600_000;

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
  if (known !== null) return { outcome: 'reserved' };
  const refusal =
    blocked ??
    (await usedUp(records, fingerprint)) ??
    (asked ? null : await probeAhead(records, { chargeId, card, fingerprint }));
  if (refusal !== null) return refusal;
  await records.chargeAttemptRow.create({
    data: { chargeId, number: attempt, paymentMethodId, fingerprint, outcome: 'pending' },
  });
  await records.chargeRow.updateMany({
    where: { id: chargeId, status: 'open', retryState: { not: null } },
    data: { retryState: 'trying', nextAttemptAt: null },
  });
  return { outcome: 'reserved' };
}

/** Locks the card's row, which is made on first use; answers its block, if there is one now. */
async function lockBudget(records: Records, fingerprint: string): Promise<ReservedAttempt | null> {
  await records.cardBudgetRow.createMany({ data: [{ fingerprint }], skipDuplicates: true });
  const [budget] = await records.$queryRaw<{ until: Date | null }[]>`
    select case when blocked_until > clock_timestamp() then blocked_until end as until
    from card_budget where fingerprint = ${fingerprint} for update`;
  return budget?.until ? { outcome: 'card_blocked', until: budget.until } : null;
}

async function usedUp(records: Records, fingerprint: string): Promise<ReservedAttempt | null> {
  const counted = await records.$queryRaw<{ started_at: Date }[]>`
    select started_at from charge_attempt
    where fingerprint = ${fingerprint} and outcome in ('pending', 'unknown', 'declined')
      and started_at > clock_timestamp() - make_interval(days => ${WINDOW_DAYS}::int)
    order by started_at desc limit ${DECLINES_PERMITTED}`;
  const oldest = counted[DECLINES_PERMITTED - 1];
  if (oldest === undefined) return null;
  return { outcome: 'budget_used_up', freeAt: new Date(oldest.started_at.getTime() + WINDOW_DAYS * DAY_MS) };
}

/**
 * The failing charge of the same card and account that decides for this one: one that has been failing for longer and is
 * tried again by itself, or one for which the card has turned out to be of no use, as long as its issuer has sent no new
 * details since. A charge that nothing was tried for yet waits behind every one of them. A charge that failed for its sum
 * alone says nothing about the card.
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
    order by c.retry_state in ('scheduled', 'trying') desc, c.first_declined_at, c.id limit 1`;
  return probe === undefined ? null : { outcome: 'follows', probeChargeId: probe.id };
}

/** True where the block of a card ends by itself soon: Stripe accepts nothing from it for a day. */
export async function isCoolingOff(records: Records, fingerprint: string): Promise<boolean> {
  const budget = await records.cardBudgetRow.findUnique({ where: { fingerprint } });
  const code = budget?.blockedCode ?? null;
  return code !== null && classifyDecline({ code, adviceCode: null }) === 'cool_off';
}
