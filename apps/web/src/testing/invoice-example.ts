import type { InvoiceResource, ReceivableResource } from '@drawdown/shared/http';
import { usd } from './collections-examples.ts';

/** 120.00 for November, 20.00 of it paid. */
export function exampleInvoice(changes: Partial<InvoiceResource> = {}): InvoiceResource {
  return {
    id: 'inv_1',
    kind: 'net_terms',
    buyerId: 'buy_1',
    buyerName: 'Sunrise Solar',
    walletId: null,
    topUpId: null,
    period: '2026-11',
    startsAt: '2026-11-01T00:00:00Z',
    endsAt: '2026-12-01T00:00:00Z',
    subtotal: usd(12_000),
    tax: usd(0),
    amount: usd(12_000),
    paid: usd(2_000),
    credited: usd(0),
    writtenOff: usd(0),
    amountDue: usd(10_000),
    status: 'open',
    dueAt: '2026-12-15T00:00:00Z',
    issuedAt: '2026-12-01T00:00:05Z',
    endedAt: null,
    stripe: { invoiceId: 'in_1', number: 'ACME-0001' },
    hostedUrl: 'https://stripe.test/i/1',
    pdfUrl: 'https://stripe.test/i/1.pdf',
    createdAt: '2026-12-01T00:00:00Z',
    lines: [{ description: '4 leads', day: '2026-11-03', leads: 4, amount: usd(12_000) }],
    payments: [
      {
        id: 'pay_1',
        buyerId: 'buy_1',
        invoiceId: 'inv_1',
        amount: usd(2_000),
        source: 'outside',
        reference: 'BANK-7',
        note: null,
        paymentIntentId: null,
        receivedAt: '2026-12-03T00:00:00Z',
        recordedBy: 'Dana Demo',
        createdAt: '2026-12-03T00:00:00Z',
      },
    ],
    creditNotes: [],
    workflow: { id: 'invoice:buy_1:2026-11', url: 'http://localhost:8233/i' },
    workflowUrl: 'http://localhost:8233/i',
    ...changes,
  };
}

/** Owes an open invoice of 100.00 and 30.00 unbilled, of 500.00 that it may owe. */
export function exampleReceivable(changes: Partial<ReceivableResource> = {}): ReceivableResource {
  return {
    buyerId: 'buy_1',
    owed: usd(13_000),
    unbilled: usd(3_000),
    openInvoices: [exampleInvoice()],
    trust: usd(0),
    creditLimit: usd(50_000),
    creditLeft: usd(37_000),
    nextCloseAt: '2027-01-01T00:00:00Z',
    ...changes,
  };
}
