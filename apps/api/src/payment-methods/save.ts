import type { Payer, PaymentMethod } from '@drawdown/ledger';
import type { SavePaymentMethodRequest } from '@drawdown/shared/http';
import { declineWords } from '@drawdown/shared/payments';
import type { Caller } from '../auth/caller.ts';
import type { Deps } from '../deps.ts';
import { fieldProblem, ProblemError } from '../http/problem.ts';
import { ensureStripeCustomer, payerDetails } from './payer.ts';

type SaveCardInput = { caller: Caller; payer: Payer; request: SavePaymentMethodRequest };

/** Attaches the card at Stripe, then keeps it here. @throws ProblemError when Stripe or the bank refuses it. */
export async function saveCard(
  deps: Deps,
  { caller, payer, request }: SaveCardInput,
): Promise<PaymentMethod> {
  const source = cardSource(request);
  if ('testCard' in source && deps.payments.mode !== 'emulator')
    throw fieldProblem(
      'payment_method_rejected',
      'testCard',
      'is for the Stripe emulator; send setupIntentId',
    );

  const { accountId } = caller;
  const details = await payerDetails(deps.ledger, accountId, payer);
  const customerId = await ensureStripeCustomer(deps, { accountId, payer, details });
  const saved = await deps.payments.saveCard({ customerId, source });
  switch (saved.outcome) {
    case 'saved':
      return deps.ledger.paymentMethods.save({ accountId, payer, ...saved.card }, caller.actor);
    case 'declined': {
      const { message, nextStep } = declineWords(saved.decline.code);
      throw new ProblemError('payment_method_rejected', `${message} ${nextStep}`);
    }
    case 'rejected':
      throw new ProblemError('payment_method_rejected', saved.detail);
  }
}

/** The schema has made sure that exactly one of the two was sent. */
function cardSource({ testCard, setupIntentId }: SavePaymentMethodRequest) {
  if (testCard !== undefined) return { testCard };
  if (setupIntentId !== undefined) return { setupIntentId };
  throw new TypeError('neither testCard nor setupIntentId');
}
