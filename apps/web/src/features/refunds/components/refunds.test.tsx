import '../../../testing/setup.ts';
import type { RefundResource, TopUpResource } from '@drawdown/shared/http';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { usd } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { scriptedApi } from '../../../testing/scripted-api.ts';
import { exampleProblem, exampleTopUp } from '../../../testing/top-up-example.ts';
import { RefundPart } from './refund-part.tsx';

const refund: RefundResource = {
  id: 'rfd_1',
  origin: 'requested',
  status: 'pending',
  amount: usd(10_000),
  topUpId: 'top_1',
  walletId: 'wal_1',
  deliveryId: null,
  chargeId: 'chg_1',
  card: { brand: 'visa', last4: '4242' },
  reason: 'by phone',
  autoTopUpTurnedOff: false,
  waitingFor: 'Stripe is asked.',
  failure: null,
  stripe: {},
  workflow: null,
  requestedBy: 'Dana Demo',
  createdAt: '2026-01-05T10:00:00Z',
  updatedAt: '2026-01-05T10:00:00Z',
  endedAt: null,
};

const partlySpent = exampleTopUp({
  refundable: {
    amount: usd(20_000),
    unspent: usd(20_000),
    because: 'Leads used $50.00 of it.',
    autoTopUpFrom: usd(15_000),
  },
});

const show = (topUp: TopUpResource) =>
  renderPage(<RefundPart topUp={topUp} walletBalance={usd(30_000)} mayRefund mayCorrect />);

async function ask() {
  fireEvent.click(screen.getByRole('button', { name: 'Refund' }));
  return within(await screen.findByRole('dialog', { name: 'Refund this top-up' }));
}

const typeAmount = (dialog: ReturnType<typeof within>, value: string) =>
  fireEvent.change(dialog.getByLabelText('Amount'), { target: { value } });

describe('a refund of a top-up', () => {
  it('says what is refundable and what limits it', () => {
    show(partlySpent);
    screen.getByText('Refundable: $200.00');
    screen.getByText('$200.00 of $250.00 is unspent. Leads used $50.00 of it.');
  });

  it('shows card, balance before and after, and what is left unspent, and refunds exactly that', async () => {
    const api = routedApi({ 'POST /v1/top-ups/top_1/refunds': { status: 201, body: refund } });
    show(partlySpent);
    const dialog = await ask();
    typeAmount(dialog, '100');
    await dialog.findByText(/\$100\.00 goes back to Visa 4242\..*cannot be undone/);
    const preview = dialog.getByRole('region', { name: 'Please confirm' }).textContent;
    expect(preview).toContain('Balance now$300.00');
    expect(preview).toContain('Balance after$200.00');
    expect(preview).toContain('Left unspent of this top-up$100.00');
    expect(dialog.queryByText(/auto top-up is turned off/)).toBeNull();
    fireEvent.click(dialog.getByRole('button', { name: 'Refund $100.00 to Visa 4242' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(api.writes().map(({ body }) => body)).toEqual([{ amount: usd(10_000) }]);
  });

  it('warns that auto top-up would charge the card again, and turns it off unless told otherwise', async () => {
    const api = routedApi({ 'POST /v1/top-ups/top_1/refunds': { status: 201, body: refund } });
    show(partlySpent);
    const dialog = await ask();
    await dialog.findByText(/auto top-up is turned off/);
    fireEvent.click(dialog.getByRole('checkbox', { name: /Keep auto top-up on/ }));
    fireEvent.click(dialog.getByRole('button', { name: 'Refund $200.00 to Visa 4242' }));
    await waitFor(() => expect(api.writes()).toHaveLength(1));
    expect(api.writes()[0]?.body).toEqual({ amount: usd(20_000), keepAutoTopUp: true });
  });

  it('sends nothing above the limit', async () => {
    const api = routedApi({});
    show(partlySpent);
    const dialog = await ask();
    typeAmount(dialog, '200.01');
    fireEvent.submit(dialog.getByLabelText('Amount'));
    await dialog.findByText('At most $200.00 can be refunded.');
    expect(api.writes()).toHaveLength(0);
  });

  it('whose answer was lost is asked about again, never made twice', async () => {
    const sent = scriptedApi(['lost', { status: 201, body: refund }]);
    show(partlySpent);
    const dialog = await ask();
    typeAmount(dialog, '100');
    fireEvent.click(dialog.getByRole('button', { name: 'Refund $100.00 to Visa 4242' }));
    await dialog.findByText(/It may have been done/);
    expect(dialog.getByLabelText('Amount').closest('fieldset')?.disabled).toBe(true);
    fireEvent.click(dialog.getByRole('button', { name: 'Refund $100.00 to Visa 4242' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sent[1]?.key).toBe(sent[0]?.key);
    expect(sent[1]?.body).toEqual(sent[0]?.body);
  });

  it('that was refused says why', async () => {
    routedApi({
      'POST /v1/top-ups/top_1/refunds': {
        status: 422,
        body: exampleProblem(422, 'refund_limit_exceeded', 'At most $150.00 can be refunded now.'),
      },
    });
    show(partlySpent);
    const dialog = await ask();
    fireEvent.click(dialog.getByRole('button', { name: 'Refund $200.00 to Visa 4242' }));
    await dialog.findByText('At most $150.00 can be refunded now.');
    expect(dialog.getByText('Nothing was refunded')).toBeTruthy();
  });

  it('is listed with its state in words', () => {
    show(
      exampleTopUp({
        refunds: [
          refund,
          {
            ...refund,
            id: 'rfd_2',
            status: 'failed',
            failure: {
              code: 'expired_or_canceled_card',
              message: 'The card is closed; the wallet has it back.',
            },
          },
        ],
      }),
    );
    screen.getByText('On its way');
    screen.getByText('Stripe is asked.');
    screen.getByText('The card is closed; the wallet has it back.');
  });
});

describe('credit that no card paid for', () => {
  it('is corrected with a reason, not refunded', async () => {
    const api = routedApi({ 'POST /v1/top-ups/top_1/correct': { body: {} } });
    show(exampleTopUp({ funding: 'external', paymentMethod: null, payer: null, refundable: null }));
    expect(screen.queryByRole('button', { name: 'Refund' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Correct credit' }));
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.change(dialog.getByLabelText('Why'), { target: { value: 'typed twice' } });
    fireEvent.click(dialog.getByRole('button', { name: 'Take back $250.00' }));
    await waitFor(() => expect(api.writes().map(({ body }) => body)).toEqual([{ reason: 'typed twice' }]));
  });
});
