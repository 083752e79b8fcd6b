import type { CreditNote, Invoice, InvoiceSummary, Receivable, ReceivablePayment } from '@drawdown/ledger';
import type {
  CreditNoteResource,
  InvoiceResource,
  InvoiceSummaryResource,
  ReceivablePaymentResource,
  ReceivableResource,
} from '@drawdown/shared/http';
import { moneyToJson } from '@drawdown/shared/money';
import { invoicePeriodWorkflowId, topUpInvoiceWorkflowId } from '@drawdown/shared/workflows';
import { type WorkflowLinks, workflowLink } from '../temporal/workflow-link.ts';

export function invoiceSummaryJson(invoice: InvoiceSummary): InvoiceSummaryResource {
  const { id, kind, buyerId, buyerName, walletId, topUpId, period, status, hostedUrl, pdfUrl } = invoice;
  return {
    id,
    kind,
    buyerId,
    buyerName,
    walletId,
    topUpId,
    period,
    startsAt: timeJson(invoice.startsAt),
    endsAt: timeJson(invoice.endsAt),
    subtotal: moneyToJson(invoice.subtotal),
    tax: moneyToJson(invoice.tax),
    amount: moneyToJson(invoice.amount),
    paid: moneyToJson(invoice.paid),
    credited: moneyToJson(invoice.credited),
    writtenOff: moneyToJson(invoice.writtenOff),
    amountDue: moneyToJson(invoice.amountDue),
    status,
    dueAt: timeJson(invoice.dueAt),
    issuedAt: timeJson(invoice.issuedAt),
    endedAt: timeJson(invoice.endedAt),
    stripe: { invoiceId: invoice.stripeInvoiceId, number: invoice.stripeNumber },
    hostedUrl,
    pdfUrl,
    createdAt: invoice.createdAt.toISOString(),
  };
}

export function invoiceJson(invoice: Invoice, links: WorkflowLinks): InvoiceResource {
  const workflow = workflowOf(invoice, links);
  return {
    ...invoiceSummaryJson(invoice),
    lines: invoice.lines.map(({ amount, ...line }) => ({ ...line, amount: moneyToJson(amount) })),
    payments: invoice.payments.map(paymentJson),
    creditNotes: invoice.creditNotes.map(creditNoteJson),
    workflow,
    workflowUrl: workflow?.url ?? null,
  };
}

export function receivableJson(receivable: Receivable): ReceivableResource {
  const { buyerId, owed, unbilled, trust, creditLimit, creditLeft, nextCloseAt } = receivable;
  return {
    buyerId,
    owed: moneyToJson(owed),
    unbilled: moneyToJson(unbilled),
    openInvoices: receivable.openInvoices.map(invoiceSummaryJson),
    trust: moneyToJson(trust),
    creditLimit: creditLimit && moneyToJson(creditLimit),
    creditLeft: creditLeft && moneyToJson(creditLeft),
    nextCloseAt: timeJson(nextCloseAt),
  };
}

/** The process of a period's invoice; one of a top-up belongs to the top-up's. */
function workflowOf({ kind, buyerId, period, topUpId }: Invoice, links: WorkflowLinks) {
  if (kind === 'top_up')
    return topUpId === null ? null : workflowLink(topUpInvoiceWorkflowId(topUpId), links);
  if (buyerId === null || period === null) return null;
  return workflowLink(invoicePeriodWorkflowId({ buyerId, period, kind }), links);
}

function paymentJson({
  amount,
  receivedAt,
  createdAt,
  ...payment
}: ReceivablePayment): ReceivablePaymentResource {
  return {
    ...payment,
    amount: moneyToJson(amount),
    receivedAt: receivedAt.toISOString(),
    createdAt: createdAt.toISOString(),
  };
}

function creditNoteJson({ amount, createdAt, ...note }: CreditNote): CreditNoteResource {
  return { ...note, amount: moneyToJson(amount), createdAt: createdAt.toISOString() };
}

function timeJson(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}
