import { ApiError } from '../errors/api-error.ts';
import type { CheckoutSession } from '../objects.ts';
import type { Scope } from '../scope.ts';
import { authenticateSetup } from '../setup-intents/authenticate.ts';
import { confirmSetup } from '../setup-intents/confirm.ts';
import { requiredSetupIntent } from '../setup-intents/routes.ts';
import { completeSession } from './state.ts';

type Entered = { state: 'saved' | 'bank_asks' } | { state: 'refused'; message: string };

/** The payer gives a card on the page: it is checked and saved to the customer, and then the session is complete. */
export function enterCard(scope: Scope, session: CheckoutSession, testCard: string): Entered {
  try {
    const intent = confirmSetup(scope, requiredSetupIntent(scope, session.setup_intent ?? ''), testCard);
    if (intent.status === 'requires_action') return { state: 'bank_asks' };
  } catch (error) {
    // A refused card has left its trace on the SetupIntent, which must stay.
    if (error instanceof ApiError && error.status < 500) return { state: 'refused', message: error.message };
    throw error;
  }
  completeSession(scope, session);
  return { state: 'saved' };
}

/** The payer answers his bank, which asked about the card that he gave. */
export function answerBank(scope: Scope, session: CheckoutSession, outcome: 'success' | 'failure'): Entered {
  const intent = requiredSetupIntent(scope, session.setup_intent ?? '');
  const after = authenticateSetup(scope, intent, outcome);
  if (after.status !== 'succeeded')
    return { state: 'refused', message: after.last_setup_error?.message ?? 'The bank refused.' };
  completeSession(scope, session);
  return { state: 'saved' };
}
