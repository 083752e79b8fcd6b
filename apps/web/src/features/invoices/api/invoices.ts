import type { InvoiceKind, InvoiceStatus } from '@drawdown/shared/codes';
import { invoiceSchema, invoiceSummarySchema, payInvoiceResultSchema } from '@drawdown/shared/http';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { pageOf } from '../../../http/page.ts';
import { request } from '../../../http/request.ts';

const invoicesPageSchema = pageOf(invoiceSummarySchema);

export type InvoicesFilter = {
  buyerId?: string | undefined;
  status?: InvoiceStatus | undefined;
  kind?: InvoiceKind | undefined;
};

/** Invoices, newest first. */
export function invoicesQuery(filter: InvoicesFilter, cursor: string | undefined) {
  return queryOptions({
    queryKey: ['invoices', 'list', filter, { cursor }],
    queryFn: ({ signal }) =>
      request('/v1/invoices', {
        query: { ...filter, cursor, limit: 25 },
        schema: invoicesPageSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

export function invoiceQuery(invoiceId: string) {
  return queryOptions({
    queryKey: ['invoices', 'one', invoiceId],
    queryFn: ({ signal }) => request(pathOf(invoiceId), { schema: invoiceSchema, signal }),
  });
}

/** Charges the buyer's card on file through the invoice's own payment, which can succeed only once. */
export function payInvoice(invoiceId: string) {
  return request(`${pathOf(invoiceId)}/pay`, { method: 'POST', body: {}, schema: payInvoiceResultSchema });
}

export function voidInvoice(invoiceId: string, reason: string) {
  return close(invoiceId, 'void', reason);
}

export function writeOffInvoice(invoiceId: string, reason: string) {
  return close(invoiceId, 'write-off', reason);
}

function close(invoiceId: string, action: 'void' | 'write-off', reason: string) {
  return request(`${pathOf(invoiceId)}/${action}`, {
    method: 'POST',
    body: { reason },
    schema: invoiceSchema,
  });
}

function pathOf(invoiceId: string): string {
  return `/v1/invoices/${encodeURIComponent(invoiceId)}`;
}
