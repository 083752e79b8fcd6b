import { z } from 'zod';
import { INVOICE_KINDS, INVOICE_STATUSES, PAYMENT_SOURCES } from '../codes/index.ts';
import { moneySchema } from './money.ts';
import { pageQuerySchema } from './pagination.ts';
import { lineOfText, timestamp } from './text.ts';
import { workflowLinkSchema } from './workflow-link.ts';

export const invoiceLineSchema = z.object({
  description: z.string(),
  day: z.iso
    .date()
    .nullable()
    .meta({ description: "A day in the account's time zone; null for other lines" }),
  leads: z.number().int().nullable(),
  amount: moneySchema.meta({ description: 'Negative for what is taken back' }),
});

/** What was paid of what a buyer owes. */
export const receivablePaymentSchema = z.object({
  id: z.string(),
  buyerId: z.string(),
  invoiceId: z.string().nullable(),
  amount: moneySchema,
  source: z.enum(PAYMENT_SOURCES),
  reference: z.string().nullable(),
  note: z.string().nullable(),
  paymentIntentId: z.string().nullable(),
  receivedAt: timestamp,
  recordedBy: z.string(),
  createdAt: timestamp,
});

export const creditNoteSchema = z.object({
  id: z.string(),
  deliveryId: z.string().nullable(),
  amount: moneySchema,
  reason: z.string(),
  stripeCreditNoteId: z.string().nullable(),
  createdAt: timestamp,
});

const summaryFields = {
  id: z.string(),
  kind: z.enum(INVOICE_KINDS),
  buyerId: z.string().nullable(),
  buyerName: z.string().nullable(),
  walletId: z.string().nullable(),
  topUpId: z.string().nullable(),
  period: z.string().nullable().meta({ description: '`2026-W47` or `2026-11`' }),
  startsAt: timestamp.nullable(),
  endsAt: timestamp.nullable(),
  subtotal: moneySchema,
  tax: moneySchema,
  amount: moneySchema,
  paid: moneySchema,
  credited: moneySchema,
  writtenOff: moneySchema,
  amountDue: moneySchema,
  status: z.enum(INVOICE_STATUSES),
  dueAt: timestamp.nullable(),
  issuedAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  stripe: z.object({ invoiceId: z.string().nullable(), number: z.string().nullable() }),
  hostedUrl: z.string().nullable().meta({ description: 'Where the buyer pays it' }),
  pdfUrl: z.string().nullable(),
  createdAt: timestamp,
};

export const invoiceSummarySchema = z.object(summaryFields);

export const invoiceSchema = z.object({
  ...summaryFields,
  lines: z.array(invoiceLineSchema),
  payments: z.array(receivablePaymentSchema),
  creditNotes: z.array(creditNoteSchema),
  workflow: workflowLinkSchema.nullable(),
  workflowUrl: z.string().nullable(),
});

export const invoicesQuerySchema = z.strictObject({
  ...pageQuerySchema.shape,
  buyerId: z.string().max(64).optional(),
  status: z.enum(INVOICE_STATUSES).optional(),
  kind: z.enum(INVOICE_KINDS).optional(),
});

/** For voiding and writing off. */
export const closeInvoiceSchema = z.strictObject({ reason: lineOfText(500) });

export const payInvoiceSchema = z.strictObject({
  paymentMethodId: z.string().max(64).optional().meta({ description: "Default: the buyer's default card" }),
});

export const payInvoiceResultSchema = z.object({
  outcome: z.enum(['paid', 'declined', 'waiting']),
  words: z.string(),
  invoice: invoiceSchema,
});

/** What a buyer owes, and what of it is on which paper. */
export const receivableSchema = z.object({
  buyerId: z.string(),
  owed: moneySchema.meta({ description: 'Everything that is delivered and not paid' }),
  unbilled: moneySchema.meta({ description: 'Of that: leads of periods that are not closed yet' }),
  openInvoices: z.array(invoiceSummarySchema),
  trust: moneySchema.meta({ description: 'Of that: owed outside invoices and terms' }),
  creditLimit: moneySchema.nullable(),
  creditLeft: moneySchema.nullable(),
  nextCloseAt: timestamp.nullable(),
});

/** Nothing is to be said: everything up to now is billed. */
export const closePeriodSchema = z.strictObject({});

export const closePeriodResultSchema = z.object({
  outcome: z.enum(['invoiced', 'nothing_to_bill']),
  invoice: invoiceSchema.nullable(),
});

export type InvoiceResource = z.infer<typeof invoiceSchema>;
export type InvoiceSummaryResource = z.infer<typeof invoiceSummarySchema>;
export type InvoiceLineResource = z.infer<typeof invoiceLineSchema>;
export type ReceivablePaymentResource = z.infer<typeof receivablePaymentSchema>;
export type CreditNoteResource = z.infer<typeof creditNoteSchema>;
export type InvoicesQuery = z.infer<typeof invoicesQuerySchema>;
export type ReceivableResource = z.infer<typeof receivableSchema>;
export type PayInvoiceResource = z.infer<typeof payInvoiceResultSchema>;
export type ClosePeriodResource = z.infer<typeof closePeriodResultSchema>;
