import { z } from 'zod';

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
  return { intentsOf, intentsOfAccount, paymentsOf };

  function intentsOf(topUpId: string) {
    return intents.filter(({ metadata }) => metadata.topUpId === topUpId);
  }

  function intentsOfAccount(accountId: string) {
    return intents.filter(({ metadata }) => metadata.accountId === accountId);
  }

  /** The charges that took money, over every PaymentIntent that was ever made for it. */
  function paymentsOf(topUpId: string) {
    const ids = new Set(intentsOf(topUpId).map(({ id }) => id));
    return charges.filter(
      ({ payment_intent: id, status }) => status === 'succeeded' && id !== null && ids.has(id),
    );
  }
}

async function listAll<Item extends { id: string }>(
  stripeUrl: string,
  kind: string,
  item: z.ZodType<Item>,
): Promise<Item[]> {
  const page = z.object({ data: z.array(item), has_more: z.boolean() });
  const all: Item[] = [];
  for (;;) {
    const after = all.at(-1);
    const cursor = after === undefined ? '' : `&starting_after=${after.id}`;
    const response = await fetch(`${stripeUrl}/v1/${kind}?limit=100${cursor}`, {
      headers: { authorization: 'Bearer sk_test_emulator_observer' },
    });
    const { data, has_more: more } = page.parse(await response.json());
    all.push(...data);
    if (!more) return all;
  }
}
