import { z } from 'zod';

const listSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      amount: z.int(),
      metadata: z.record(z.string(), z.string()),
    }),
  ),
});

export type SeenPaymentIntent = z.infer<typeof listSchema>['data'][number];

/** What stands at Stripe in the end, read past the product. */
export function paymentIntentsOf(stripeUrl: string, topUpId: string): Promise<SeenPaymentIntent[]> {
  return paymentIntentsWith(stripeUrl, { topUpId });
}

export async function paymentIntentsWith(
  stripeUrl: string,
  wanted: Record<string, string>,
): Promise<SeenPaymentIntent[]> {
  const response = await fetch(`${stripeUrl}/v1/payment_intents?limit=100`, {
    headers: { authorization: 'Bearer sk_test_emulator_observer' },
  });
  const { data } = listSchema.parse(await response.json());
  return data.filter(({ metadata }) =>
    Object.entries(wanted).every(([name, value]) => metadata[name] === value),
  );
}
