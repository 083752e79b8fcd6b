import type { ChargeOutcome } from '@drawdown/shared/payments';
import type { Records } from '../database/connection.ts';
import { declineColumns } from './read.ts';

export type RecordedOutcome = { chargeId: string; attempt: number; outcome: ChargeOutcome };

/** A decision stands. What only waited may still be decided, an unknown one too. */
export async function recordOutcomeWithin(
  records: Records,
  { chargeId, attempt, outcome }: RecordedOutcome,
): Promise<void> {
  await records.chargeAttemptRow.updateMany({
    where: { chargeId, number: attempt, outcome: { notIn: ['succeeded', 'declined', 'canceled'] } },
    data: {
      outcome: outcome.outcome,
      ...declineColumns(declineOf(outcome)),
      stripeChargeId: stripeChargeOf(outcome),
      decidedAt: isDecided(outcome) ? new Date() : null,
    },
  });
}

function isDecided(outcome: ChargeOutcome): boolean {
  switch (outcome.outcome) {
    case 'succeeded':
    case 'declined':
    case 'canceled':
      return true;
    case 'processing':
    case 'requiresAction':
    case 'unknown':
      return false;
  }
}

function declineOf(outcome: ChargeOutcome) {
  return outcome.outcome === 'declined' || outcome.outcome === 'requiresAction' ? outcome.decline : null;
}

function stripeChargeOf(outcome: ChargeOutcome): string | null {
  if (outcome.outcome === 'succeeded') return outcome.stripeChargeId;
  return declineOf(outcome)?.stripeChargeId ?? null;
}
