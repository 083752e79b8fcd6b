import { z } from 'zod';
import { postingPlan } from './plan.ts';

export const posterOrder = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('post'),
    databaseUrl: z.string(),
    plan: postingPlan,
    /** Every posting below this, or without end. */
    count: z.number().nullable(),
    /** What need not be asked again: it was acknowledged. */
    acknowledged: z.set(z.number()),
    callers: z.number(),
  }),
  /** Takes nothing new, brings what it has begun to its answer, and ends. */
  z.object({ kind: z.literal('stop') }),
]);
export type PosterOrder = z.output<typeof posterOrder>;

const answer = z.object({
  n: z.number(),
  outcome: z.enum(['delivered', 'refused', 'credited']),
  /** The row that it was decided with. */
  id: z.string(),
  balanceAfterMinor: z.bigint().nullable(),
  /** It had been decided before: this was the repeat of a call whose answer nobody got. */
  replayed: z.boolean(),
  /** How often it was asked in vain before. */
  failures: z.number(),
});
export type Answer = z.output<typeof answer>;

export const posterReport = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), answer }),
  z.object({ kind: z.literal('done'), begun: z.number() }),
  z.object({ kind: z.literal('gave_up'), reason: z.string() }),
]);
export type PosterReport = z.output<typeof posterReport>;
