import { z } from 'zod';
import { PAUSE_REASONS } from '../codes/index.ts';
import { moneySchema } from './money.ts';
import { lineOfText, timestamp } from './text.ts';
import { workflowLinkSchema } from './workflow-link.ts';

const PAUSE_EFFECTS = ['pause', 'pause_when_exhausted'] as const;

export const pauseNoteSchema = z.strictObject({ note: lineOfText(500) });

export const pauseTimingSchema = z.strictObject({ timing: z.enum(['immediate', 'when_exhausted']) });

/** Why a buyer receives no leads, since when, and what ends it. */
export const pauseSchema = z.object({
  buyerId: z.string(),
  status: z.enum(['active', 'paused']),
  since: timestamp.nullable().meta({ description: 'When the first of the open reasons began' }),
  reasons: z.array(
    z.object({
      id: z.string(),
      reason: z.enum(PAUSE_REASONS),
      words: z.string(),
      effect: z.enum(PAUSE_EFFECTS).meta({
        description: '`pause_when_exhausted`: what is left in the wallet is still delivered',
      }),
      since: timestamp,
      by: z.string().nullable(),
      note: z.string().nullable(),
      amount: moneySchema.nullable(),
      chargeId: z.string().nullable(),
    }),
  ),
  withheld: z
    .object({ leads: z.number().int(), value: moneySchema })
    .meta({ description: 'Leads refused because of it since it began' }),
  available: moneySchema,
  exposure: moneySchema.meta({ description: 'Owed for leads that were delivered on trust' }),
  exposureLimit: moneySchema.nullable(),
  unblockedBy: z.string().nullable().meta({ description: 'One sentence that can be sent to the buyer' }),
  workflow: workflowLinkSchema.nullable(),
});

export type PauseResource = z.infer<typeof pauseSchema>;
export type PauseNoteRequest = z.infer<typeof pauseNoteSchema>;
export type PauseTimingRequest = z.infer<typeof pauseTimingSchema>;
