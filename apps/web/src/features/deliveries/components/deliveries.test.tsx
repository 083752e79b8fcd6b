import '../../../testing/setup.ts';
import type { DeliveryResource } from '@drawdown/shared/http';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { usd } from '../../../testing/collections-examples.ts';
import { exampleDelivery } from '../../../testing/delivery-example.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { exampleProblem } from '../../../testing/top-up-example.ts';
import { DeliveriesTable } from './deliveries-table.tsx';
import { DeliveryReceipt } from './delivery-receipt.tsx';
import { ReturnLead } from './return-lead.tsx';

const byCard: DeliveryResource = exampleDelivery({
  id: 'dlv_2',
  leadId: 'lead-2',
  outcome: 'pending',
  fundedBy: 'card',
  fundingReason: 'direct_charge',
  card: { brand: 'visa', last4: '4242' },
  charge: { id: 'chg_1', stripe: { paymentIntentId: 'pi_1', chargeId: null } },
  balance: null,
  decidedAt: null,
  workflowUrl: 'http://localhost:8233/w',
});

const given = exampleDelivery({
  outcome: 'returned',
  return: {
    id: 'ret_1',
    code: 'duplicate',
    note: 'had it in May',
    amount: usd(2_500),
    returnedTo: 'wallet',
    refundId: null,
    explanation: '$25.00 was credited to the wallet.',
    returnedBy: 'Dana Demo',
    at: '2026-01-06T10:00:00Z',
  },
});

describe('leads', () => {
  it('are listed with outcome, price, who paid and why', async () => {
    routedApi({ 'GET /v1/deliveries': { body: { data: [exampleDelivery(), byCard], nextCursor: null } } });
    const opened: string[] = [];
    renderPage(
      <DeliveriesTable
        filter={{}}
        nameOf={() => 'Sunrise Solar'}
        none="None."
        onOpen={(id) => opened.push(id)}
      />,
    );
    const pending = await screen.findByRole('row', { name: /lead-2/ });
    expect(pending.textContent).toContain('Pending');
    expect(pending.textContent).toContain('Card, Visa 4242');
    expect(pending.textContent).toContain('Each lead is charged to the card');
    expect(within(pending).getByRole('link', { name: 'Open in Temporal UI' })).toBeTruthy();
    expect(screen.getByText('$75.00')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'lead-1' }));
    expect(opened).toEqual(['dlv_1']);
  });

  it('are asked for with what they are narrowed to', async () => {
    const api = routedApi({ 'GET /v1/deliveries': { body: { data: [], nextCursor: null } } });
    renderPage(
      <DeliveriesTable
        filter={{ buyerId: 'buy_1', leadId: 'lead-1', outcome: 'refused' }}
        nameOf={null}
        none="No lead matches."
        onOpen={() => {}}
      />,
    );
    await screen.findByText('No lead matches.');
    expect(api.sent[0]?.path).toBe('/v1/deliveries?buyerId=buy_1&leadId=lead-1&outcome=refused&limit=25');
  });
});

describe('the receipt of a lead', () => {
  const show = (delivery: DeliveryResource) => {
    routedApi({ 'GET /v1/deliveries/dlv_1': { body: delivery } });
    renderPage(<DeliveryReceipt deliveryId="dlv_1" onClose={() => {}} actions={() => null} />);
  };

  it('says that nothing is booked while the card is being charged', async () => {
    show(byCard);
    await screen.findByText(/Nothing is booked and the lead is not delivered until the money is here/);
    expect(screen.getByText('pi_1')).toBeTruthy();
  });

  it('says where the money of a returned lead went, why, and by whom', async () => {
    show(given);
    await screen.findByText('$25.00 was credited to the wallet.');
    expect(screen.getByText('The buyer had this lead already: had it in May')).toBeTruthy();
    expect(screen.getByText(/by Dana Demo/)).toBeTruthy();
  });

  it('says so when there is no such lead', async () => {
    routedApi({
      'GET /v1/deliveries/dlv_1': { status: 404, body: exampleProblem(404, 'not_found', 'No such lead.') },
    });
    renderPage(<DeliveryReceipt deliveryId="dlv_1" onClose={() => {}} actions={() => null} />);
    await screen.findByText('No such lead.');
  });
});

describe('returning a lead', () => {
  const ask = async () => {
    const createdAt = new Date().toISOString();
    renderPage(
      <ReturnLead delivery={exampleDelivery({ createdAt })} buyerName="Sunrise Solar" windowDays={30} />,
    );
    fireEvent.click(screen.getByRole('button', { name: 'Return lead' }));
    return within(await screen.findByRole('dialog', { name: 'Return lead lead-1?' }));
  };
  const act = { name: 'Return lead of $25.00' };

  it('says first where the money goes, and needs a reason', async () => {
    const api = routedApi({
      'POST /v1/deliveries/dlv_1/return': { body: { delivery: given, return: given.return } },
    });
    const dialog = await ask();
    expect(dialog.getByText('$25.00 is credited to the wallet that paid for it.')).toBeTruthy();
    fireEvent.click(dialog.getByRole('button', act));
    await dialog.findByText('Choose why it is returned.');
    expect(api.writes()).toHaveLength(0);
    fireEvent.change(dialog.getByLabelText('Why is it returned?'), { target: { value: 'duplicate' } });
    fireEvent.change(dialog.getByLabelText('Note (optional)'), { target: { value: ' had it in May ' } });
    fireEvent.click(dialog.getByRole('button', act));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(api.writes().map(({ body }) => body)).toEqual([{ reason: 'duplicate', note: 'had it in May' }]);
  });

  it('says why it is refused', async () => {
    routedApi({
      'POST /v1/deliveries/dlv_1/return': {
        status: 409,
        body: exampleProblem(409, 'return_window_over', 'The return window of 30 days is over.'),
      },
    });
    const dialog = await ask();
    fireEvent.change(dialog.getByLabelText('Why is it returned?'), { target: { value: 'other' } });
    fireEvent.click(dialog.getByRole('button', act));
    await dialog.findByText('The return window of 30 days is over.');
    expect(dialog.getByText('The lead was not returned')).toBeTruthy();
  });

  it.each([
    [0, 'Leads of Sunrise Solar cannot be returned: it has no return window.'],
    [30, 'The return window of 30 days is over.'],
  ])('is not offered outside a window of %i days', (windowDays, words) => {
    renderPage(<ReturnLead delivery={exampleDelivery()} buyerName="Sunrise Solar" windowDays={windowDays} />);
    screen.getByText(words);
    expect(screen.queryByRole('button')).toBeNull();
  });
});
