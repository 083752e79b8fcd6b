import '../../../testing/setup.ts';
import type { InvoiceResource } from '@drawdown/shared/http';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { usd } from '../../../testing/collections-examples.ts';
import { exampleInvoice } from '../../../testing/invoice-example.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { exampleProblem } from '../../../testing/top-up-example.ts';
import { InvoiceActions } from './invoice-actions.tsx';
import { InvoiceFacts } from './invoice-facts.tsx';
import { InvoiceParts } from './invoice-parts.tsx';
import { InvoicesTable } from './invoices-table.tsx';

describe('invoices', () => {
  it('are listed with status, amount and what is still due', async () => {
    const api = routedApi({
      'GET /v1/invoices': { body: { data: [exampleInvoice({ status: 'overdue' })], nextCursor: null } },
    });
    renderPage(<InvoicesTable filter={{ status: 'overdue', kind: 'net_terms' }} none="None." />);
    const row = await screen.findByRole('row', { name: /ACME-0001/ });
    expect(row.textContent).toContain('Net terms, November 2026');
    expect(row.textContent).toContain('Overdue');
    expect(row.textContent).toContain('$120.00$100.00');
    expect(api.sent[0]?.path).toBe('/v1/invoices?status=overdue&kind=net_terms&limit=25');
  });

  it('show lines by day, payments, and where they are paid', () => {
    const invoice = exampleInvoice();
    renderPage(
      <>
        <InvoiceFacts invoice={invoice} />
        <InvoiceParts invoice={invoice} />
      </>,
    );
    expect(screen.getByRole('row', { name: /Nov 3, 2026 4 leads 4 \$120\.00/ })).toBeTruthy();
    expect(screen.getByRole('row', { name: /Outside Stripe ?BANK-7/ })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Open at Stripe' }).getAttribute('href')).toBe(
      'https://stripe.test/i/1',
    );
    expect(screen.getByRole('link', { name: 'Open PDF' })).toBeTruthy();
  });

  it('of a top-up say that its own charge paid them', () => {
    renderPage(<InvoiceParts invoice={exampleInvoice({ kind: 'top_up', payments: [] })} />);
    screen.getByText('Paid by the charge of the top-up itself.');
  });

  it('on manual billing never lead to Stripe', () => {
    renderPage(<InvoiceFacts invoice={exampleInvoice({ kind: 'manual', hostedUrl: null, pdfUrl: null })} />);
    expect(screen.getByText('Never: it is collected outside Stripe')).toBeTruthy();
    expect(screen.queryByRole('link', { name: /Stripe/ })).toBeNull();
  });
});

describe('what can be done about an invoice', () => {
  const show = (invoice: InvoiceResource, card: string | null = 'Visa 4242') =>
    renderPage(<InvoiceActions invoice={invoice} card={card} recordPayment={null} />);
  const unpaid = exampleInvoice({ paid: usd(0), amountDue: usd(12_000), payments: [] });

  it('charges the card on file once it was confirmed, and says how that went', async () => {
    const api = routedApi({
      'POST /v1/invoices/inv_1/pay': {
        body: { outcome: 'declined', words: 'The bank declined the charge.', invoice: unpaid },
      },
    });
    show(unpaid);
    fireEvent.click(screen.getByRole('button', { name: 'Charge Visa 4242 now' }));
    expect(api.writes()).toHaveLength(0);
    fireEvent.click(await screen.findByRole('button', { name: 'Charge $120.00 to Visa 4242' }));
    await screen.findByText('The bank declined the charge.');
    expect(api.writes()).toHaveLength(1);
  });

  it.each([
    ['Void', 'Void ACME-0001', 'void'],
    ['Write off', 'Write off $120.00', 'write-off'],
  ])('asks why before “%s”', async (button, act, path) => {
    const api = routedApi({ [`POST /v1/invoices/inv_1/${path}`]: { body: unpaid } });
    show(unpaid);
    fireEvent.click(screen.getByRole('button', { name: button }));
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.click(dialog.getByRole('button', { name: act }));
    await dialog.findByText('Say why, so that others understand it later.');
    fireEvent.change(dialog.getByLabelText('Why'), { target: { value: 'agreed' } });
    fireEvent.click(dialog.getByRole('button', { name: act }));
    await waitFor(() => expect(api.writes().map(({ body }) => body)).toEqual([{ reason: 'agreed' }]));
  });

  it('is said when it is refused', async () => {
    routedApi({
      'POST /v1/invoices/inv_1/void': {
        status: 409,
        body: exampleProblem(409, 'state_conflict', 'It was paid meanwhile.'),
      },
    });
    show(unpaid);
    fireEvent.click(screen.getByRole('button', { name: 'Void' }));
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.change(dialog.getByLabelText('Why'), { target: { value: 'wrong' } });
    fireEvent.click(dialog.getByRole('button', { name: 'Void ACME-0001' }));
    await dialog.findByText('It was paid meanwhile.');
  });

  it.each([
    ['partly paid: no voiding', exampleInvoice(), ['Charge Visa 4242 now', 'Write off']],
    ['manual: no card', exampleInvoice({ kind: 'manual', paid: usd(0) }), ['Void', 'Write off']],
    ['paid: nothing', exampleInvoice({ status: 'paid' }), []],
    ['a receipt: nothing', exampleInvoice({ kind: 'top_up' }), []],
  ])('%s', (_case, invoice, buttons) => {
    show(invoice);
    expect(screen.queryAllByRole('button').map(({ textContent }) => textContent)).toEqual(buttons);
  });
});
