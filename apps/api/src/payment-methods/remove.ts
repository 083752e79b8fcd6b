import type { Actor, Ledger } from '@drawdown/ledger';
import type { Logger } from 'pino';
import type { Deps } from '../deps.ts';
import { notFound, ProblemError } from '../http/problem.ts';

type RemoveCardInput = {
  input: Parameters<Ledger['paymentMethods']['remove']>[0];
  actor: Actor;
  log: Logger;
};

/**
 * Removes the card here, which is what keeps it from being charged, then at Stripe. Where Stripe does not answer it stays
 * attached to a customer that only we use, and nothing of ours names it any more. @throws ProblemError
 */
export async function removeCard(
  { ledger, payments }: Deps,
  { input, actor, log }: RemoveCardInput,
): Promise<void> {
  const removed = await ledger.paymentMethods.remove(input, actor);
  switch (removed.outcome) {
    case 'payment_method_not_found':
      throw notFound('card');
    case 'last_card_of_auto_top_up':
      throw new ProblemError(
        'last_card_of_auto_top_up',
        'Without this card an auto top-up that is on has no card to charge and would be suspended. Send confirm=true to remove it all the same.',
      );
    case 'removed':
      try {
        await payments.detachCard(removed.paymentMethod.stripePaymentMethodId);
      } catch (error) {
        log.warn(
          { err: error, paymentMethodId: input.paymentMethodId },
          'a removed card is still attached at Stripe',
        );
      }
  }
}
