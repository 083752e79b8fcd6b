import { z } from 'zod';

/** What the parent tells a racer: to open its ledger, and later to ask for leads, all at the same moment. */
export const racerOrder = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), databaseUrl: z.string() }),
  z.object({
    kind: z.literal('race'),
    accountId: z.string(),
    buyerIds: z.array(z.string()).min(1),
    leadIds: z.array(z.string()),
    priceMinor: z.bigint(),
  }),
  z.object({ kind: z.literal('stop') }),
]);
export type RacerOrder = z.output<typeof racerOrder>;

export const racerReport = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('answers'),
    answers: z.array(
      z.object({
        leadId: z.string(),
        outcome: z.string(),
        deliveryId: z.string().nullable(),
        replayed: z.boolean(),
      }),
    ),
  }),
]);
export type RacerReport = z.output<typeof racerReport>;
export type RacerAnswer = Extract<RacerReport, { kind: 'answers' }>['answers'][number];
