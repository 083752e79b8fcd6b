import { z } from 'zod';
import { listAll } from './stripe-list.ts';

const intentSchema = z.object({
  id: z.string(),
  status: z.string(),
  amount: z.int(),
  metadata: z.record(z.string(), z.string()),
});
const chargeSchema = z.object({
  id: z.string(),
  status: z.string(),
  amount: z.int(),
  payment_intent: z.string().nullable(),
});

export type StripeBooks = Awaited<ReturnType<typeof readStripeBooks>>;

/** Everything that was ever paid at Stripe, read past the product. */
export async function readStripeBooks(stripeUrl: string) {
  const intents = await listAll(stripeUrl, 'payment_intents', intentSchema);
  const charges = await listAll(stripeUrl, 'charges', chargeSchema);
  return { intentsOf, intentsOfLead, intentsOfAccount, paymentsOf, paymentsOfLead, paymentsBy };

  function intentsOf(topUpId: string) {
    return intents.filter(({ metadata }) => metadata.topUpId === topUpId);
  }

  function intentsOfLead(deliveryId: string) {
    return intents.filter(({ metadata }) => metadata.deliveryId === deliveryId);
  }

  function intentsOfAccount(accountId: string) {
    return intents.filter(({ metadata }) => metadata.accountId === accountId);
  }

  /** The charges that took money, over every PaymentIntent that was ever made for it. */
  function paymentsOf(topUpId: string) {
    return paymentsBy(intentsOf(topUpId).map(({ id }) => id));
  }

  function paymentsOfLead(deliveryId: string) {
    return paymentsBy(intentsOfLead(deliveryId).map(({ id }) => id));
  }

  function paymentsBy(intentIds: readonly string[]) {
    const ids = new Set(intentIds);
    return charges.filter(
      ({ payment_intent: id, status }) => status === 'succeeded' && id !== null && ids.has(id),
    );
  }
}
