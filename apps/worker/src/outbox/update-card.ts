import type { DeliveryDeps } from './deliver-message.ts';

const ABOUT_CARDS: readonly string[] = ['payment_method.automatically_updated', 'payment_method.updated'];

export function isAboutCard(eventType: string): boolean {
  return ABOUT_CARDS.includes(eventType);
}

/** The bank sent new details of a saved card, or somebody changed them at Stripe. What waits for them is woken with the change. */
export async function updateCard(
  { ledger, payments }: DeliveryDeps,
  stripePaymentMethodId: string,
): Promise<string> {
  const seen = await payments.lookUpPaymentMethod(stripePaymentMethodId);
  if (seen.outcome === 'gone') return 'the card is gone from Stripe';
  const updated = await ledger.paymentMethods.updateFromStripe(seen.card);
  if (!updated) return 'concerns no card of ours, or changes nothing';
  const { accountId, payer } = updated;
  const buyerId = payer.kind === 'buyer' ? payer.buyerId : null;
  ledger.changes.publish(accountId, { type: 'payment_methods.changed', buyerId });
  return 'updated the card';
}
