import { lockBudget, usedUp } from '../collections/card-limits.ts';
import type { Records } from '../database/connection.ts';
import { fingerprintOf } from '../payment-methods/fingerprint.ts';

/** `closed`: the card must not be tried; `decided`: nothing is to be tried any more. */
export type LeadAttempt = 'reserved' | 'crowded' | 'closed' | 'decided';

/** Decides under the lock of the card's row, and reserves by inserting the attempt. */
export async function reserveWithin(
  records: Records,
  { chargeId, attempt }: { chargeId: string; attempt: number },
): Promise<LeadAttempt> {
  // The charge before the card, as everywhere.
  await records.$queryRaw`select id from charge where id = ${chargeId} for no key update`;
  const charge = await records.chargeRow.findUniqueOrThrow({
    where: { id: chargeId },
    include: { paymentMethod: true, attempts: true },
  });
  if (charge.status !== 'open' || charge.topUpId !== null) return 'decided';
  const { paymentMethodId, accountId } = charge;
  const fingerprint = fingerprintOf(charge.paymentMethod);
  const blocked = await lockBudget(records, fingerprint);
  if (charge.attempts.some(({ number }) => number === attempt)) return 'reserved';
  if (blocked !== null || (await isDeclined(records, accountId, fingerprint))) return 'closed';
  const refused = await usedUp(records, fingerprint);
  if (refused !== null) return refused.outcome === 'crowded' ? 'crowded' : 'closed';
  await records.chargeAttemptRow.create({
    data: { chargeId, number: attempt, paymentMethodId, fingerprint, outcome: 'pending' },
  });
  return 'reserved';
}

/** As the funding decision has it: a sum that is too large, or taken for paid, says nothing about the card. */
async function isDeclined(records: Records, accountId: string, fingerprint: string): Promise<boolean> {
  const [open] = await records.$queryRaw<{ id: string }[]>`
    select i.id from card_incident i join charge c on c.incident_id = i.id
    where i.account_id = ${accountId} and i.fingerprint = ${fingerprint} and i.closed_at is null
      and coalesce(c.decline_class, '') not in ('amount', 'duplicate') limit 1`;
  return open !== undefined;
}
