import { stateConflict } from '../errors/invalid-request.ts';
import { emit } from '../events/emit.ts';
import type { CheckoutSession } from '../objects.ts';
import type { Scope } from '../scope.ts';
import { required } from '../store/required.ts';

/** The session as it is by now: one that nobody used in time has expired. */
export function currentSession(scope: Scope, id: string): CheckoutSession {
  const session = required(scope.tables.checkoutSessions, id, {
    noun: 'checkout.session',
    param: 'session',
  });
  return session.status === 'open' && session.expires_at <= scope.nowSeconds ? end(scope, session) : session;
}

export function expireSession(scope: Scope, id: string): CheckoutSession {
  const session = currentSession(scope, id);
  if (session.status !== 'open')
    throw stateConflict({
      message: `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
    });
  return end(scope, session);
}

/** The card is saved: nobody can enter another one there. */
export function completeSession(scope: Scope, session: CheckoutSession): CheckoutSession {
  const complete = scope.tables.checkoutSessions.update(session.id, { status: 'complete', url: null });
  emit(scope, { type: 'checkout.session.completed', object: complete });
  return complete;
}

function end(scope: Scope, session: CheckoutSession): CheckoutSession {
  const expired = scope.tables.checkoutSessions.update(session.id, { status: 'expired', url: null });
  emit(scope, { type: 'checkout.session.expired', object: expired });
  return expired;
}
