import { z } from 'zod';
import { timestamp } from './text.ts';

const PLATFORM_FLAG_KINDS = ['charging_stopped', 'outcomes_unknown'] as const;

/** Something that is wrong with the whole installation, in words for the people of an account. */
export const platformFlagSchema = z.object({
  id: z.string(),
  kind: z.enum(PLATFORM_FLAG_KINDS).meta({
    description:
      '`charging_stopped`: Stripe refuses the requests of this installation. `outcomes_unknown`: of some charges nobody has known the outcome for 15 minutes',
  }),
  since: timestamp,
  words: z.string(),
});

export type PlatformFlagResource = z.infer<typeof platformFlagSchema>;
