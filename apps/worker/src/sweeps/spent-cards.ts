import type { Ledger } from '@drawdown/ledger';
import type { PaymentGateway } from '@drawdown/payments';
import type { Logger } from 'pino';

const AT_ONCE = 200;

export type SpentCardsDeps = {
  ledger: Pick<Ledger, 'paymentMethods'>;
  payments: Pick<PaymentGateway, 'detachCard'>;
  log: Logger;
};

/**
 * Lets go of the cards that payers gave for one payment, once that payment is final: removed here, which is what keeps them
 * from being charged, then detached at Stripe. One that could not be detached is found again by the next look. Answers how
 * many Stripe has let go of.
 */
export async function letGoOfSpentCards({ ledger, payments, log }: SpentCardsDeps): Promise<number> {
  let gone = 0;
  for (const { id, stripePaymentMethodId } of await ledger.paymentMethods.removeSpent(AT_ONCE)) {
    try {
      await payments.detachCard(stripePaymentMethodId);
      await ledger.paymentMethods.markDetached(id);
      gone += 1;
    } catch (error) {
      log.warn({ err: error, paymentMethodId: id }, 'a card for one payment is still attached at Stripe');
    }
  }
  return gone;
}
