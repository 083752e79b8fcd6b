import type { DeliveryDeps } from './deliver-message.ts';
import { publishCards } from './publish-cards.ts';

/** Somebody deleted a customer at Stripe, and with it every card that was saved for it. */
export async function forgetCustomer(
  { ledger, payments }: Pick<DeliveryDeps, 'ledger' | 'payments'>,
  stripeCustomerId: string,
): Promise<string> {
  if (!(await payments.isCustomerDeleted(stripeCustomerId))) return 'the customer is there at Stripe';
  const concerned = await ledger.paymentMethods.forgetCustomer(stripeCustomerId);
  for (const { accountId, payer } of concerned) publishCards(ledger, accountId, payer);
  return concerned.length === 0 ? 'concerns no customer of ours' : 'removed the cards of the customer';
}
