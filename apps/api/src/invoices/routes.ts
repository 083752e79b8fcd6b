import type { Invoice } from '@drawdown/ledger';
import {
  closeInvoiceSchema,
  closePeriodResultSchema,
  closePeriodSchema,
  invoiceSchema,
  invoiceSummarySchema,
  invoicesQuerySchema,
  pageSchema,
  payInvoiceResultSchema,
  payInvoiceSchema,
  receivableSchema,
} from '@drawdown/shared/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ok } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { pageJson } from '../http/page.ts';
import { notFound } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { act } from './act.ts';
import { invoiceJson, invoiceSummaryJson, receivableJson } from './resource.ts';

const tag = 'Invoices';
const path = '/v1/invoices/:invoiceId';
const params = z.object({ invoiceId: idParam('invoice') });
const buyerParams = z.object({ buyerId: idParam('buyer') });
const readAccess = { kind: 'scope', anyOf: ['invoices:read'] } as const;

/** What the routes that act on an open invoice have in common. */
const acting = {
  method: 'post',
  tag,
  access: { kind: 'scope', anyOf: ['invoices:write'] },
  idempotent: true,
  params,
  problems: ['not_found', 'state_conflict', 'unavailable'],
} as const;

export function invoiceRoutes(deps: Deps): Route[] {
  const { ledger, config } = deps;
  const toJson = (invoice: Invoice) => invoiceJson(invoice, config);

  return [
    protectedRoute({
      method: 'get',
      path: '/v1/invoices',
      tag,
      summary: 'Invoices and statements, newest first',
      access: readAccess,
      query: invoicesQuerySchema,
      responses: { 200: pageSchema(invoiceSummarySchema) },
      handler: async ({ caller, query: { limit, cursor, ...filter } }) =>
        ok(
          pageJson(
            await ledger.invoices.list(caller.accountId, filter, { limit, cursor }),
            invoiceSummaryJson,
          ),
        ),
    }),
    protectedRoute({
      method: 'get',
      path,
      tag,
      summary: 'One invoice with its lines, payments and credit notes',
      access: readAccess,
      params,
      responses: { 200: invoiceSchema },
      problems: ['not_found'],
      handler: async ({ caller, params: { invoiceId } }) => {
        const invoice = await ledger.invoices.get(caller.accountId, invoiceId);
        if (invoice === null) throw notFound('invoice');
        return ok(toJson(invoice));
      },
    }),
    protectedRoute({
      ...acting,
      path: `${path}/pay`,
      summary: "Charge the buyer's card for what is left of it; answers how that went",
      body: payInvoiceSchema.prefault({}),
      responses: { 200: payInvoiceResultSchema },
      handler: async ({ caller, params: { invoiceId }, body, idempotencyKey, log }) => {
        const wish = {
          wish: 'pay',
          by: caller.actor.label,
          paymentMethodId: body.paymentMethodId ?? null,
        } as const;
        const { result, invoice } = await act(deps, { caller, invoiceId, wish, idempotencyKey, log });
        const outcome =
          result.outcome === 'paid' || result.outcome === 'declined' ? result.outcome : 'waiting';
        return ok({ outcome, words: result.words, invoice: toJson(invoice) });
      },
    }),
    protectedRoute({
      ...acting,
      path: `${path}/void`,
      summary: 'Withdraw it: it can no longer be paid, and the next invoice takes its leads over',
      body: closeInvoiceSchema,
      responses: { 200: invoiceSchema },
      handler: async ({ caller, params: { invoiceId }, body: { reason }, idempotencyKey, log }) => {
        const wish = { wish: 'void', by: caller.actor.label, reason } as const;
        return ok(toJson((await act(deps, { caller, invoiceId, wish, idempotencyKey, log })).invoice));
      },
    }),
    protectedRoute({
      ...acting,
      path: `${path}/write-off`,
      summary: 'Give up what is left of it: it is owed no more',
      body: closeInvoiceSchema,
      responses: { 200: invoiceSchema },
      handler: async ({ caller, params: { invoiceId }, body: { reason }, idempotencyKey, log }) => {
        const wish = { wish: 'write_off', by: caller.actor.label, reason } as const;
        return ok(toJson((await act(deps, { caller, invoiceId, wish, idempotencyKey, log })).invoice));
      },
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/buyers/:buyerId/receivable',
      tag,
      summary: 'What a buyer owes, and what of it is on which invoice',
      access: readAccess,
      params: buyerParams,
      responses: { 200: receivableSchema },
      problems: ['not_found'],
      handler: async ({ caller, params: { buyerId } }) => {
        const receivable = await ledger.invoices.receivable(caller.accountId, buyerId);
        if (receivable === null) throw notFound('buyer');
        return ok(receivableJson(receivable));
      },
    }),
    protectedRoute({
      method: 'post',
      path: '/v1/buyers/:buyerId/close-period',
      tag,
      summary: 'Bill now what was delivered up to now; the rest of the period is billed at its end',
      access: { kind: 'scope', anyOf: ['invoices:write'] },
      params: buyerParams,
      body: closePeriodSchema.prefault({}),
      responses: { 200: closePeriodResultSchema },
      problems: ['not_found'],
      handler: async ({ caller: { accountId, actor }, params: { buyerId } }) => {
        const closed = await ledger.invoices.closeNow({ accountId, buyerId }, actor);
        if (closed === null) throw notFound('buyer');
        const [invoiceId] = closed;
        const invoice = invoiceId === undefined ? null : await ledger.invoices.get(accountId, invoiceId);
        if (invoice === null) return ok({ outcome: 'nothing_to_bill', invoice: null });
        ledger.changes.publish(accountId, { type: 'invoice.changed', invoiceId: invoice.id, buyerId });
        ledger.changes.publish(accountId, { type: 'buyer.changed', buyerId });
        return ok({ outcome: 'invoiced', invoice: toJson(invoice) });
      },
    }),
  ];
}
