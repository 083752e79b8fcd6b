import { z } from 'zod';

/** Every object of one kind at Stripe, read past the product. */
export async function listAll<Item extends { id: string }>(
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
