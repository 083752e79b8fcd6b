import type { Decline } from '@drawdown/shared/payments';
import { declineColumns } from '../charges/read.ts';
import type { Records } from '../database/connection.ts';
import { fingerprintOf } from '../payment-methods/fingerprint.ts';

type AttemptRef = { chargeId: string; attempt: number; paymentMethodId: string };

/** One that succeeded or was canceled stays so. True where it was not known before. */
export async function recordDeclinedAttempt(
  records: Records,
  { chargeId, attempt, paymentMethodId }: AttemptRef,
  decline: Decline,
): Promise<boolean> {
  const card = await records.paymentMethodRow.findUniqueOrThrow({ where: { id: paymentMethodId } });
  await records.chargeAttemptRow.createMany({
    data: [
      { chargeId, number: attempt, paymentMethodId, fingerprint: fingerprintOf(card), outcome: 'pending' },
    ],
    skipDuplicates: true,
  });
  const { count } = await records.chargeAttemptRow.updateMany({
    where: { chargeId, number: attempt, outcome: { notIn: ['succeeded', 'declined', 'canceled'] } },
    data: {
      outcome: 'declined',
      ...declineColumns(decline),
      stripeChargeId: decline.stripeChargeId,
      decidedAt: new Date(),
    },
  });
  return count > 0;
}
