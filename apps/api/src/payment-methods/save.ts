import type { Actor, Payer, PaymentMethod } from '@drawdown/ledger';
import type { SavePaymentMethodRequest } from '@drawdown/shared/http';
import { declineWords } from '@drawdown/shared/payments';
import type { Deps } from '../deps.ts';
import { fieldProblem, ProblemError } from '../http/problem.ts';
import { ensureStripeCustomer, payerDetails } from './payer.ts';

type SaveCardInput = {
  accountId: string;
  actor: Actor;
  payer: Payer;
  request: SavePaymentMethodRequest;
  /** The payer gives it for the one payment of this link: whatever was agreed to before he came back, he does not now. */
  forLinkId?: string | undefined;
};

/** Attaches the card at Stripe, then keeps it here. @throws ProblemError when Stripe or the bank refuses it. */
export async function saveCard(
  deps: Deps,
  { accountId, actor, payer, request, forLinkId }: SaveCardInput,
): Promise<PaymentMethod> {
  const source = cardSource(request);
  if ('testCard' in source && deps.payments.mode !== 'emulator')
    throw fieldProblem(
      'payment_method_rejected',
      'testCard',
      'is for the Stripe emulator; send checkoutSessionId or setupIntentId',
    );

  const details = await payerDetails(deps.ledger, accountId, payer);
  const customerId = await ensureStripeCustomer(deps, { accountId, payer, details });
  const saved = await deps.payments.saveCard({ customerId, source });
  switch (saved.outcome) {
    case 'saved': {
      const consent = forLinkId === undefined ? consentOf(request, saved.consentText, actor) : undefined;
      const method = await deps.ledger.paymentMethods.save(
        { accountId, payer, ...saved.card, consent, forLinkId },
        actor,
      );
      if (method.forLinkId !== null && method.forLinkId !== forLinkId)
        throw new ProblemError(
          'payment_method_rejected',
          'This card was given for one payment. Enter it again.',
        );
      return method;
    }
    case 'declined': {
      const { message, nextStep } = declineWords(saved.decline.code);
      throw new ProblemError('payment_method_rejected', `${message} ${nextStep}`);
    }
    case 'rejected':
      throw new ProblemError('payment_method_rejected', saved.detail);
  }
}

/** `before`: what was agreed to when Stripe's page was opened, where the answer alone comes back. */
function consentOf({ consent }: SavePaymentMethodRequest, before: string | undefined, actor: Actor) {
  const text = consent?.text ?? before;
  return text === undefined ? undefined : { text, by: actor.label };
}

/** The schema has made sure that exactly one of them was sent. */
function cardSource({ testCard, setupIntentId, checkoutSessionId }: SavePaymentMethodRequest) {
  if (checkoutSessionId !== undefined) return { checkoutSessionId };
  if (testCard !== undefined) return { testCard };
  if (setupIntentId !== undefined) return { setupIntentId };
  throw new TypeError('no card was sent');
}
