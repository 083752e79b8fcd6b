import type { DeliveryDeps } from './deliver-message.ts';
import { publishCards } from './publish-cards.ts';

const ABOUT_CARDS: readonly string[] = [
  'payment_method.automatically_updated',
  'payment_method.updated',
  'payment_method.detached',
];

export function isAboutCard(eventType: string): boolean {
  return ABOUT_CARDS.includes(eventType);
}

/**
 * The bank sent new details of a saved card, or somebody changed them at Stripe, or took the card off there. What waits for
 * new details is woken with the change. A detached card can never be charged again: it is removed here, whichever of its
 * events came first.
 */
export async function updateCard(
  { ledger, payments }: DeliveryDeps,
  stripePaymentMethodId: string,
): Promise<string> {
  // Before Stripe is asked: other payment methods of the Stripe account are no cards, and none of our business.
  if (!(await ledger.paymentMethods.isSaved(stripePaymentMethodId))) return 'concerns no card of ours';
  const seen = await payments.lookUpPaymentMethod(stripePaymentMethodId);
  if (seen.outcome === 'gone') return 'the card is gone from Stripe';
  if (seen.customerId === null) return removeGone({ ledger }, stripePaymentMethodId);
  const updated = await ledger.paymentMethods.updateFromStripe(seen.card);
  if (!updated) return 'changes nothing';
  publishCards(ledger, updated.accountId, updated.payer);
  return 'updated the card';
}

async function removeGone(
  { ledger }: Pick<DeliveryDeps, 'ledger'>,
  stripePaymentMethodId: string,
): Promise<string> {
  const removed = await ledger.paymentMethods.removeGone(stripePaymentMethodId);
  if (!removed) return 'the card was removed before';
  publishCards(ledger, removed.accountId, removed.payer);
  return 'removed the card: it is gone from Stripe';
}
