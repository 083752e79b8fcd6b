import '../../../testing/setup.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { exampleCharge, usd } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { exampleTopUp } from '../../../testing/top-up-example.ts';
import { FailingCharges } from './failing-charges.tsx';

const LIST = 'GET /v1/charges';
const done = (words: string) => ({
  body: { outcome: 'closed', words, decline: null, charge: null, topUp: exampleTopUp() },
});

function show(charges: unknown[], more: Parameters<typeof routedApi>[0] = {}, mayAct = true) {
  const api = routedApi({ [LIST]: () => ({ body: { data: charges, nextCursor: null } }), ...more });
  renderPage(
    <FailingCharges
      filter={{}}
      accountName="Acme Leads"
      mayAct={mayAct}
      loading={null}
      none="Nothing fails."
      onOpenTopUp={() => {}}
    />,
  );
  return api;
}

describe('failing charges', () => {
  it('says how much is not paid, whose card, why, how it stands, and by which schedule', async () => {
    show([exampleCharge()]);
    const incident = await screen.findByRole('article', {
      name: 'Visa ending in 4242 of Acme Leads: $500.00 not paid',
    });
    expect(incident.textContent).toContain('There is not enough money on the card. Use another card.');
    expect(incident.textContent).toContain('1 buyer affected: Sunrise Solar.');
    expect(incident.textContent).toContain('Schedule: demo: minutes instead of days.');
    expect(incident.textContent).toContain('Tried once');
    expect(within(incident).getByText(/^in \d+ days/)).toBeTruthy();
  });

  it('shows one declined card as one matter, however many charges and buyers it concerns', async () => {
    show([
      exampleCharge(),
      exampleCharge({
        id: 'chg_2',
        topUpId: 'top_2',
        amount: usd(20_000),
        state: 'follows',
        nextAttemptAt: null,
        affectedBuyers: [
          { buyerId: 'buy_1', name: 'Sunrise Solar' },
          { buyerId: 'buy_2', name: 'Blue Roofing' },
        ],
      }),
    ]);
    const incident = await screen.findByRole('article', {
      name: 'Visa ending in 4242 of Acme Leads: $700.00 not paid',
    });
    expect(screen.getAllByRole('article')).toHaveLength(1);
    expect(incident.textContent).toContain('2 buyers affected: Blue Roofing, Sunrise Solar.');
    expect(incident.textContent).toContain('2 charges wait for this card.');
    expect(within(incident).getByText('Follows an older charge')).toBeTruthy();
  });

  it('names the buyer whose card it is', async () => {
    show([exampleCharge({ payer: 'buyer', payerBuyerId: 'buy_1' })]);
    await screen.findByRole('article', { name: /of Sunrise Solar/ });
  });

  it('asks before another try, and says how that went', async () => {
    const api = show([exampleCharge()], {
      'POST /v1/charges/chg_1/retry': done('Declined again: there is not enough money on the card.'),
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Try again: $500.00 to Visa 4242' }));
    expect(api.writes()).toHaveLength(0);
    fireEvent.click(await screen.findByRole('button', { name: 'Charge $500.00 now' }));
    await screen.findByText('Declined again: there is not enough money on the card.');
    expect(api.writes()).toHaveLength(1);
  });

  it('keeps telling how the try went when it has settled the charge', async () => {
    const charges: unknown[] = [exampleCharge()];
    show(charges, {
      'POST /v1/charges/chg_1/retry': () => {
        charges.length = 0;
        return done('Paid: $500.00 is credited.');
      },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Try again: $500.00 to Visa 4242' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Charge $500.00 now' }));
    await screen.findByText('Paid: $500.00 is credited.');
    fireEvent.click(within(screen.getByRole('dialog')).getByText('Close'));
    await screen.findByText('Nothing fails.');
  });

  it.each([
    ['Stop retrying', 'Stop retrying', '/v1/charges/chg_1/stop'],
    ['Write off', 'Write off $500.00', '/v1/charges/chg_1/write-off'],
  ])('asks why before “%s”', async (button, act, path) => {
    const api = show([exampleCharge()], { [`POST ${path}`]: done('Closed.') });
    fireEvent.click(await screen.findByRole('button', { name: `${button}: $500.00 to Visa 4242` }));
    const dialog = await screen.findByRole('dialog');
    fireEvent.click(within(dialog).getByRole('button', { name: act }));
    await within(dialog).findByText('Say why, so that others understand it later.');
    fireEvent.change(within(dialog).getByLabelText('Why'), { target: { value: 'agreed\nby phone' } });
    fireEvent.click(within(dialog).getByRole('button', { name: act }));
    await waitFor(() =>
      expect(api.writes()).toEqual([{ method: 'POST', path, body: { note: 'agreed by phone' } }]),
    );
  });

  it('records money received only with its reference', async () => {
    const api = show([exampleCharge()], { 'POST /v1/charges/chg_1/mark-paid': done('Recorded.') });
    fireEvent.click(await screen.findByRole('button', { name: 'Mark paid: $500.00 to Visa 4242' }));
    const dialog = await screen.findByRole('dialog');
    const act = within(dialog).getByRole('button', { name: 'Record $500.00 received' });
    fireEvent.click(act);
    await within(dialog).findByText('Enter the bank reference or receipt number.');
    fireEvent.change(within(dialog).getByLabelText('Reference'), { target: { value: 'BANK-77' } });
    fireEvent.click(act);
    await waitFor(() => expect(api.writes().map(({ body }) => body)).toEqual([{ reference: 'BANK-77' }]));
  });

  it('offers nothing to those who may only look', async () => {
    show([exampleCharge()], {}, false);
    await screen.findByRole('article');
    expect(screen.queryByRole('button', { name: /Try again/ })).toBeNull();
  });
});
