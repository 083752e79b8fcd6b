import { z } from 'zod';

const SECRET = 'Bearer sk_test_emulator_observer';

const movement = z.object({ id: z.string(), amount: z.int(), source: z.string() });
const charge = z.object({ id: z.string(), payment_intent: z.string().nullable() });
const ofCharge = z.object({ id: z.string(), charge: z.string().nullable() });
const opened = z.object({ id: z.string() });

export type StripeSide = ReturnType<typeof stripeSide>;

/** What happens at Stripe past the product, and what Stripe holds in the end. */
export function stripeSide(stripeUrl: string) {
  return {
    /** From now on the card is declined with this code; null: it pays again. */
    cardAnswers: (stripePaymentMethodId: string, declineWith: string | null) =>
      control(`payment-methods/${stripePaymentMethodId}`, { declineWith }),

    async dispute(stripeChargeId: string): Promise<string> {
      return opened.parse(await control(`charges/${stripeChargeId}/dispute`, {})).id;
    },

    closeDispute: (disputeId: string, status: 'won' | 'lost') =>
      control(`disputes/${disputeId}/close`, { status }),

    /** What all movements of these payments add up to, without Stripe's own fees. */
    async heldFor(paymentIntentIds: ReadonlySet<string>): Promise<number> {
      const charges = (await listAll('charges', charge)).filter(
        ({ payment_intent: id }) => id !== null && paymentIntentIds.has(id),
      );
      const chargeIds = new Set(charges.map(({ id }) => id));
      const others = [...(await listAll('refunds', ofCharge)), ...(await listAll('disputes', ofCharge))];
      const sources = new Set([
        ...chargeIds,
        ...others.filter(({ charge: id }) => id !== null && chargeIds.has(id)).map(({ id }) => id),
      ]);
      const movements = await listAll('balance_transactions', movement);
      return movements
        .filter(({ source }) => sources.has(source))
        .reduce((total, { amount }) => total + amount, 0);
    },
  };

  async function control(path: string, body: object): Promise<unknown> {
    const response = await fetch(`${stripeUrl}/_emulator/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  }

  async function listAll<Item extends { id: string }>(kind: string, item: z.ZodType<Item>): Promise<Item[]> {
    const page = z.object({ data: z.array(item), has_more: z.boolean() });
    const all: Item[] = [];
    for (;;) {
      const after = all.at(-1);
      const cursor = after === undefined ? '' : `&starting_after=${after.id}`;
      const response = await fetch(`${stripeUrl}/v1/${kind}?limit=100${cursor}`, {
        headers: { authorization: SECRET },
      });
      const { data, has_more: more } = page.parse(await response.json());
      all.push(...data);
      if (!more) return all;
    }
  }
}
