import '../../../testing/setup.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { usd } from '../../../testing/collections-examples.ts';
import { exampleInvoice, exampleReceivable } from '../../../testing/invoice-example.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { scriptedApi } from '../../../testing/scripted-api.ts';
import { exampleProblem } from '../../../testing/top-up-example.ts';
import { BillNow } from './bill-now.tsx';
import { PaymentsTable } from './payments-table.tsx';
import { ReceivableFigures } from './receivable-figures.tsx';
import { RecordPayment } from './record-payment.tsx';

const buyer = { id: 'buy_1', name: 'Sunrise Solar' };

const payment = {
  ...exampleInvoice().payments[0],
  allocations: [],
  unallocated: usd(500),
  reversed: null,
};

describe('what a buyer owes', () => {
  it('is shown with what is unbilled, the credit left, and the open invoices', () => {
    renderPage(<ReceivableFigures receivable={exampleReceivable()} invoiceName={() => 'ACME-0001'} />);
    const figures = screen.getAllByRole('definition').map(({ textContent }) => textContent);
    expect(figures[0]).toBe('$130.00Delivered and not paid.');
    expect(figures[1]).toMatch(/^\$30\.00Goes on the next invoice, on /);
    expect(figures[2]).toMatch(/^\$370\.00Of a limit of \$500\.00/);
    expect(screen.getByRole('listitem').textContent).toMatch(/^ACME-0001: \$100\.00 due on /);
  });

  it('is billed at once when that was confirmed', async () => {
    const api = routedApi({
      'POST /v1/buyers/buy_1/close-period': { body: { outcome: 'invoiced', invoice: exampleInvoice() } },
    });
    renderPage(<BillNow buyer={buyer} unbilled={usd(3_000)} />);
    fireEvent.click(screen.getByRole('button', { name: 'Bill now' }));
    expect(api.writes()).toHaveLength(0);
    fireEvent.click(await screen.findByRole('button', { name: 'Bill $30.00' }));
    await screen.findByText('An invoice of $120.00 is being issued.');
  });

  it('is not billed while nothing is unbilled', () => {
    renderPage(<BillNow buyer={buyer} unbilled={usd(0)} />);
    expect(screen.getByRole('button', { name: 'Bill now' }).hasAttribute('disabled')).toBe(true);
  });
});

describe('a payment outside Stripe', () => {
  const show = (invoice: { id: string; name: string } | null = null) => {
    renderPage(<RecordPayment buyer={buyer} due={usd(13_000)} invoice={invoice} timeZone="UTC" />);
    fireEvent.click(screen.getByRole('button', { name: 'Record a payment' }));
    return screen.findByRole('dialog').then(within);
  };
  const type = (dialog: ReturnType<typeof within>, label: string, value: string) =>
    fireEvent.change(dialog.getByLabelText(label), { target: { value } });

  it('needs its reference, and counts towards the invoice it is recorded on', async () => {
    const api = routedApi({ 'POST /v1/buyers/buy_1/payments': { status: 201, body: payment } });
    const dialog = await show({ id: 'inv_1', name: 'ACME-0001' });
    expect(dialog.getByText(/Counts towards invoice ACME-0001 of Sunrise Solar/)).toBeTruthy();
    const act = dialog.getByRole('button', { name: 'Record $130.00 received' });
    fireEvent.click(act);
    await dialog.findByText('Enter the bank reference or receipt number (at most 200 characters).');
    expect(api.writes()).toHaveLength(0);
    type(dialog, 'Reference', 'BANK-8');
    type(dialog, 'Received on', '2026-01-04');
    fireEvent.click(act);
    await waitFor(() =>
      expect(api.writes().map(({ body }) => body)).toEqual([
        {
          amount: usd(13_000),
          reference: 'BANK-8',
          receivedAt: '2026-01-04T12:00:00Z',
          invoiceId: 'inv_1',
        },
      ]),
    );
  });

  it('is not recorded for a day to come', async () => {
    const api = routedApi({});
    const dialog = await show();
    type(dialog, 'Reference', 'BANK-8');
    type(dialog, 'Received on', '2999-01-01');
    fireEvent.submit(dialog.getByLabelText('Reference'));
    await dialog.findByText('This day is still to come.');
    expect(api.writes()).toHaveLength(0);
  });

  it('whose answer was lost is asked about under its key', async () => {
    const sent = scriptedApi(['lost', { status: 201, body: payment }]);
    const dialog = await show();
    type(dialog, 'Reference', 'BANK-8');
    fireEvent.click(dialog.getByRole('button', { name: 'Record $130.00 received' }));
    await dialog.findByText(/It may have been done/);
    fireEvent.click(dialog.getByRole('button', { name: 'Record $130.00 received' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sent[1]?.key).toBe(sent[0]?.key);
  });

  it('above what is owed is refused with the reason', async () => {
    routedApi({
      'POST /v1/buyers/buy_1/payments': {
        status: 422,
        body: exampleProblem(422, 'payment_exceeds_owed', 'Only $130.00 is owed.'),
      },
    });
    const dialog = await show();
    type(dialog, 'Amount', '500');
    type(dialog, 'Reference', 'BANK-8');
    fireEvent.click(await dialog.findByRole('button', { name: 'Record $500.00 received' }));
    await dialog.findByText('Only $130.00 is owed.');
  });

  it('is listed, also when it was taken back', async () => {
    routedApi({
      'GET /v1/buyers/buy_1/payments': {
        body: {
          data: [
            payment,
            {
              ...payment,
              id: 'pay_2',
              reversed: { at: '2026-12-05T00:00:00Z', reason: 'typed twice', by: 'Dana Demo' },
            },
          ],
          nextCursor: null,
        },
      },
    });
    renderPage(<PaymentsTable buyerId="buy_1" mayReverse />);
    await screen.findByText('$5.00 waits for the next invoice.');
    screen.getByText('Taken back by Dana Demo: typed twice');
    expect(screen.getAllByRole('button', { name: /Take back/ })).toHaveLength(1);
  });

  it('that was mistyped is taken back with a reason', async () => {
    const api = routedApi({
      'GET /v1/buyers/buy_1/payments': { body: { data: [payment], nextCursor: null } },
      'POST /v1/payments/pay_1/reverse': { body: payment },
    });
    renderPage(<PaymentsTable buyerId="buy_1" mayReverse />);
    fireEvent.click(await screen.findByRole('button', { name: 'Take back: $20.00, BANK-7' }));
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.change(dialog.getByLabelText('Why'), { target: { value: 'typed twice' } });
    fireEvent.click(dialog.getByRole('button', { name: 'Take back $20.00' }));
    await waitFor(() => expect(api.writes().map(({ body }) => body)).toEqual([{ reason: 'typed twice' }]));
  });
});
