import { z } from 'zod';
import { moneySchema } from './money.ts';

/** Rows of one file, header not counted, and its size. */
export const MAX_IMPORT_ROWS = 5_000;
export const MAX_IMPORT_BYTES = 1_000_000;

/** The columns of a file of buyers, as its header names them (`external_id` and `External ID` are understood too). */
export const IMPORT_COLUMNS = [
  'externalId',
  'name',
  'email',
  'mechanism',
  'failurePolicy',
  'creditLimit',
  'termsDays',
  'invoicePeriod',
  'exposureLimit',
  'openingBalance',
  'currency',
] as const;

export const REQUIRED_IMPORT_COLUMNS = ['externalId', 'name'] as const;

export const IMPORT_ACTIONS = ['create', 'update', 'unchanged', 'error'] as const;

export const importBuyersQuerySchema = z.strictObject({
  dryRun: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('true')
    .transform((text) => text === 'true')
    .meta({ description: 'true (default): only say what would be done' }),
  limit: z.coerce
    .number({ error: `must be a number from 1 to ${MAX_IMPORT_ROWS}` })
    .int()
    .min(1)
    .max(MAX_IMPORT_ROWS)
    .default(MAX_IMPORT_ROWS)
    .meta({ description: 'How many rows one real run brings in at most; send the file again for the rest' }),
});

export const importErrorSchema = z.object({
  column: z.enum(IMPORT_COLUMNS).nullable().meta({ description: 'Null: the row as a whole' }),
  value: z.string().nullable().meta({ description: 'What stands there' }),
  message: z.string().meta({ description: 'What would be right' }),
});

export const importRowSchema = z.object({
  line: z.number().int().meta({ description: 'Where the row begins in the file; the header is line 1' }),
  externalId: z.string().nullable(),
  name: z.string().nullable(),
  action: z.enum(IMPORT_ACTIONS).meta({
    description: 'What is to be done with the row, judged before anything of this run was written',
  }),
  done: z.boolean().meta({ description: 'This run has done it. `unchanged` needs nothing done' }),
  buyerId: z.string().nullable(),
  changes: z
    .array(z.object({ column: z.enum(IMPORT_COLUMNS), before: z.string(), after: z.string() }))
    .meta({ description: 'Of an update' }),
  openingBalance: moneySchema.nullable().meta({
    description: 'Credited with this row; null: none, or it was credited by an import before',
  }),
  errors: z.array(importErrorSchema),
});

/** What a file of buyers means, or what came of it: one row for each of the file's. */
export const importReportSchema = z.object({
  dryRun: z.boolean(),
  rows: z.array(importRowSchema),
  counts: z.object({
    create: z.number().int(),
    update: z.number().int(),
    unchanged: z.number().int(),
    error: z.number().int(),
  }),
  openingBalances: z.array(moneySchema).meta({ description: 'What the rows to be done credit, by currency' }),
  remaining: z.number().int().meta({
    description: 'Rows that are still to be done: send the same file again. A dry run counts all of them',
  }),
});

export type ImportBuyersQuery = z.infer<typeof importBuyersQuerySchema>;
export type ImportColumn = (typeof IMPORT_COLUMNS)[number];
export type ImportAction = (typeof IMPORT_ACTIONS)[number];
export type ImportErrorResource = z.infer<typeof importErrorSchema>;
export type ImportRowResource = z.infer<typeof importRowSchema>;
export type ImportReportResource = z.infer<typeof importReportSchema>;
