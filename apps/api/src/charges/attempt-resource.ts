import type { ChargeAttempt } from '@drawdown/ledger';
import type { DeclineResource, TopUpAttemptResource } from '@drawdown/shared/http';
import type { Decline } from '@drawdown/shared/payments';
import { declineWords } from '@drawdown/shared/payments';

export function declineJson(decline: Decline | null): DeclineResource | null {
  if (decline === null) return null;
  return { code: decline.code, ...declineWords(decline.code) };
}

export function attemptJson(attempt: ChargeAttempt): TopUpAttemptResource {
  return {
    number: attempt.number,
    outcome: attemptOutcome(attempt.outcome),
    decline: declineJson(attempt.decline),
    startedAt: attempt.startedAt.toISOString(),
    decidedAt: attempt.decidedAt?.toISOString() ?? null,
    card: { brand: attempt.card.brand, last4: attempt.card.last4 },
  };
}

/** A PaymentIntent that was canceled charged nobody: that attempt counts as declined. */
function attemptOutcome(outcome: ChargeAttempt['outcome']): TopUpAttemptResource['outcome'] {
  switch (outcome) {
    case 'requiresAction':
      return 'requires_action';
    case 'canceled':
      return 'declined';
    case 'pending':
    case 'succeeded':
    case 'processing':
    case 'declined':
    case 'unknown':
      return outcome;
  }
}
