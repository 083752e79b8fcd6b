import Stripe from 'stripe';

export type Payer = { customer: string; card: string };

/** A customer with a saved card. */
export async function savePayer(stripe: Stripe, testCard = 'pm_card_visa'): Promise<Payer> {
  const customer = await stripe.customers.create({ name: 'Acme Solar' });
  const card = await stripe.paymentMethods.attach(testCard, { customer: customer.id });
  return { customer: customer.id, card: card.id };
}

/** A PaymentIntent over 250.00 USD that has not been confirmed. */
export async function openIntent(stripe: Stripe, payer: Payer): Promise<string> {
  const intent = await stripe.paymentIntents.create({
    amount: 25_000,
    currency: 'usd',
    customer: payer.customer,
  });
  return intent.id;
}

/** Confirms with the payer's card, under an idempotency key if one is given. */
export function confirmOffSession(stripe: Stripe, intent: string, { card, key }: Payer & { key?: string }) {
  const options = key === undefined ? {} : { idempotencyKey: key };
  return stripe.paymentIntents.confirm(intent, { payment_method: card, off_session: true }, options);
}

/** The card error that a call ends in. */
export async function cardErrorOf(call: Promise<unknown>): Promise<Stripe.errors.StripeCardError> {
  const error = await errorOf(call);
  if (error instanceof Stripe.errors.StripeCardError) return error;
  throw new Error(`A card error was expected, not ${error.type}: ${error.message}`);
}

/** The Stripe error that a call ends in. */
export async function errorOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof Stripe.errors.StripeError) return outcome;
  throw new Error(`A Stripe error was expected, not ${outcome}`);
}
