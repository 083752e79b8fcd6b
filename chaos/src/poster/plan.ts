import { z } from 'zod';
import { randomFrom } from '../command/random.ts';

/** Who is posted to. The rich wallet can always pay; the poor one now and then cannot. */
export const postingPlan = z.object({
  seed: z.number(),
  accountId: z.string(),
  rich: z.object({ buyerId: z.string(), walletId: z.string() }),
  poor: z.object({ buyerId: z.string(), walletId: z.string() }),
});
export type PostingPlan = z.output<typeof postingPlan>;

/** The n-th thing to be posted: the same for whoever asks, so that a successor can repeat what it never saw. */
export type Posting = {
  n: number;
  kind: 'draw' | 'keyed_draw' | 'captured_hold' | 'credit';
  amountMinor: bigint;
};

export function postingAt({ seed }: PostingPlan, n: number): Posting {
  const random = randomFrom(Math.imul(seed ^ n, 0x9e3779b1) + n);
  random();
  const drawn = random();
  const amountMinor = BigInt(1 + Math.floor(random() * 40));
  if (drawn < 0.45) return { n, kind: 'draw', amountMinor };
  if (drawn < 0.8) return { n, kind: 'keyed_draw', amountMinor };
  if (drawn < 0.98) return { n, kind: 'captured_hold', amountMinor };
  return { n, kind: 'credit', amountMinor: 500n + amountMinor };
}

export const leadOf = (n: number): string => `lead-${n}`;
export const keyOf = (n: number): string => `key-${n}`;
