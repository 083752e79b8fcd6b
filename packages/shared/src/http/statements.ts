import { z } from 'zod';
import { currencyCode, moneySchema } from './money.ts';
import { timestamp } from './text.ts';
import { ENTRY_TYPES, entrySchema } from './wallets.ts';

export const STATEMENT_FORMATS = ['json', 'csv', 'pdf'] as const;

/** Lines that one JSON answer or one PDF holds; CSV has no limit. */
export const MAX_STATEMENT_LINES = 10_000;

const dateOrInstant = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: 'must be a date such as 2026-11-01 or an instant such as 2026-11-01T00:00:00Z',
});

/** The query of everything that is asked for by period. */
export const periodFields = {
  from: dateOrInstant.optional().meta({
    description: 'First day or instant, included; left out: since the wallet or buyer was made',
  }),
  to: dateOrInstant.optional().meta({
    description: 'Last day, included, or the instant before which it ends; left out: now',
  }),
};

const format = z.enum(STATEMENT_FORMATS, { error: 'must be json, csv or pdf' }).default('json');

export const statementQuerySchema = z.strictObject({ ...periodFields, format });

export const buyerStatementQuerySchema = z.strictObject({
  ...periodFields,
  format,
  currency: currencyCode.optional().meta({
    description: "Default: the buyer's currency; another one that it had before can be named",
  }),
});

const totalSchema = z.object({
  type: z.enum(ENTRY_TYPES),
  count: z.number().int(),
  amount: moneySchema,
});

const headFields = {
  accountName: z.string(),
  timeZone: z.string().meta({ description: 'In which days are meant' }),
  from: timestamp,
  to: timestamp.meta({ description: 'The statement holds what was posted before this instant' }),
  final: z.boolean().meta({ description: 'True once the period has ended: it never changes again' }),
  totals: z.array(totalSchema).meta({ description: 'What the lines of each type add up to' }),
};

const buyerName = z
  .string()
  .nullable()
  .meta({ description: 'As the buyer was called when the period ended, also if it is renamed later' });

export const statementSchema = z.object({
  walletId: z.string(),
  walletName: z.string().nullable(),
  buyers: z
    .array(z.object({ id: z.string(), name: z.string() }))
    .meta({ description: 'The buyers that appear in the lines; of a wallet without lines, whose it is' }),
  ...headFields,
  opening: moneySchema,
  lines: z
    .array(entrySchema.extend({ buyerName }))
    .meta({ description: 'Oldest first; opening and lines add up to closing' }),
  closing: moneySchema,
});

export const receivableLineSchema = z.object({
  id: z.string(),
  type: z.enum(ENTRY_TYPES),
  amount: moneySchema.meta({ description: 'Signed: what the buyer owes more (+) or less (-)' }),
  owedAfter: moneySchema,
  version: z.number().int(),
  at: timestamp,
  description: z.string(),
  deliveryId: z.string().nullable(),
  leadId: z.string().nullable(),
  invoiceId: z.string().nullable(),
  paymentId: z.string().nullable(),
});

/** What a buyer owes, in the reader's sense: owed is positive. */
export const buyerStatementSchema = z.object({
  buyerId: z.string(),
  buyerName: z.string(),
  ...headFields,
  opening: moneySchema.meta({ description: 'Owed when the period began; negative: paid in advance' }),
  lines: z
    .array(receivableLineSchema)
    .meta({ description: 'Oldest first; opening and lines add up to closing' }),
  closing: moneySchema.meta({ description: 'Owed when the period ended' }),
});

export type StatementQuery = z.infer<typeof statementQuerySchema>;
export type StatementResource = z.infer<typeof statementSchema>;
export type BuyerStatementQuery = z.infer<typeof buyerStatementQuerySchema>;
export type BuyerStatementResource = z.infer<typeof buyerStatementSchema>;
export type ReceivableLineResource = z.infer<typeof receivableLineSchema>;
