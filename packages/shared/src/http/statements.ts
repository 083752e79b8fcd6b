import { z } from 'zod';
import { moneySchema } from './money.ts';
import { timestamp } from './text.ts';
import { entrySchema } from './wallets.ts';

export const STATEMENT_FORMATS = ['json', 'csv'] as const;

/** Lines that one JSON answer holds; CSV has no limit. */
export const MAX_STATEMENT_LINES = 10_000;

const dateOrInstant = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: 'must be a date such as 2026-11-01 or an instant such as 2026-11-01T00:00:00Z',
});

export const statementQuerySchema = z.strictObject({
  from: dateOrInstant.optional().meta({
    description: 'First day or instant, included; left out: since the wallet was made',
  }),
  to: dateOrInstant.optional().meta({
    description: 'Last day, included, or the instant before which it ends; left out: now',
  }),
  format: z
    .enum(STATEMENT_FORMATS, {
      error: ({ input }) =>
        input === 'pdf' ? 'pdf is not available yet: use json or csv' : 'must be json or csv',
    })
    .default('json'),
});

export const statementSchema = z.object({
  walletId: z.string(),
  from: timestamp,
  to: timestamp.meta({ description: 'The statement holds what was posted before this instant' }),
  final: z.boolean().meta({ description: 'True once the period has ended: it never changes again' }),
  opening: moneySchema,
  lines: z.array(entrySchema).meta({ description: 'Oldest first; opening and lines add up to closing' }),
  closing: moneySchema,
});

export type StatementQuery = z.infer<typeof statementQuerySchema>;
export type StatementResource = z.infer<typeof statementSchema>;
