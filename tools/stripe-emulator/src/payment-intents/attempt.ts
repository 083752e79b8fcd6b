import { cardOf } from '../cards/card.ts';
import { type ChargeDecision, decideCharge } from '../cards/decision.ts';
import { countCharge, settingFor } from '../cards/settings.ts';
import type { PaymentIntent, PaymentMethod } from '../objects.ts';
import type { Scope } from '../scope.ts';
import { type DeclinedAttempt, declineIntent } from './decline.ts';
import { startProcessing } from './processing.ts';
import { requireAction } from './require-action.ts';
import { succeedIntent } from './succeed.ts';

export type AttemptRequest = {
  intent: PaymentIntent;
  method: PaymentMethod;
  offSession: boolean;
  /** The payer has just passed 3-D Secure for this attempt. */
  authenticated: boolean;
  /** Fail instead of waiting for the payer. */
  errorOnRequiresAction: boolean;
  /** Where the payer is sent back to after authentication. */
  returnUrl: string | null;
};

export type AttemptOutcome =
  | { kind: 'settled'; intent: PaymentIntent }
  | ({ kind: 'declined' } & DeclinedAttempt);

/** One attempt to charge a card for an intent, with all its records and events. */
export function attemptCharge(scope: Scope, request: AttemptRequest): AttemptOutcome {
  const { intent, method } = request;
  const decision = decide(scope, request);
  switch (decision.kind) {
    case 'approved':
      return { kind: 'settled', intent: succeedIntent(scope, { intent, method }) };
    case 'processing':
      return { kind: 'settled', intent: startProcessing(scope, { intent, method }) };
    case 'requires_authentication':
      if (request.errorOnRequiresAction) return declined(scope, request, 'authentication_required');
      return { kind: 'settled', intent: requireAction(scope, request) };
    case 'declined':
      return declined(scope, request, decision.declineCode);
  }
}

function declined(scope: Scope, { intent, method }: AttemptRequest, declineCode: string): AttemptOutcome {
  return { kind: 'declined', ...declineIntent(scope, { intent, method, declineCode }) };
}

function decide(scope: Scope, request: AttemptRequest): ChargeDecision {
  const { card, kind } = cardOf(scope.tables, request.method.id);
  const setting = settingFor(scope.tables, card);
  // Authentication that was asked for has been given: that is the same charge still, not a second one.
  const continues = request.authenticated && setting?.declineCode === 'authentication_required';
  if (setting && !continues) countCharge(scope.tables, card);
  const { offSession, authenticated } = request;
  return decideCharge({ card, kind, setting, offSession, authenticated });
}
