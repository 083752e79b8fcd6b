import '../../../testing/setup.ts';
import type { OpenPayerPage } from '@drawdown/shared/http';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { usd } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { PayerPage } from './payer-page.tsx';

const LINK = '/v1/payer-links/tok';
const CONSENT = 'I agree that Acme Leads charges this card for leads.';

const open: OpenPayerPage = {
  state: 'open',
  kind: 'pay',
  agency: { name: 'Acme Leads', contact: 'billing@acme.test' },
  buyerName: 'Sunrise Solar',
  amount: usd(25_000),
  currency: 'USD',
  minimum: usd(500),
  maximum: usd(1_000_000),
  card: null,
  expiresAt: '2090-01-05T10:00:00Z',
  emulator: true,
  publishableKey: null,
  consentText: CONSENT,
};

const outcome = (state: string, words: string, more = {}) => ({
  body: { state, words: [words], redirectUrl: null, receipt: null, ...more },
});

function show(page: unknown, more: Parameters<typeof routedApi>[0] = {}, returned = false) {
  const api = routedApi({ [`GET ${LINK}`]: { body: page }, ...more });
  renderPage(
    <PayerPage
      token="tok"
      returned={returned}
      cardPicker={(onPick) => (
        <button type="button" onClick={() => onPick('pm_card_mastercard')}>
          Mastercard
        </button>
      )}
    />,
  );
  return api;
}

describe('the page behind a link', () => {
  it('takes the sum asked for, with the card picked, and shows the receipt', async () => {
    const api = show(open, {
      [`POST ${LINK}/pay`]: outcome('done', 'You paid $250.00 to Acme Leads.', {
        receipt: { amount: usd(25_000), reference: 'top_1', at: '2026-01-05T10:00:00Z' },
      }),
    });
    await screen.findByRole('heading', { name: 'Pay $250.00 to Acme Leads' });
    fireEvent.click(screen.getByRole('button', { name: 'Mastercard' }));
    fireEvent.click(screen.getByRole('button', { name: 'Pay $250.00' }));
    await screen.findByText('You paid $250.00 to Acme Leads.');
    expect(screen.getByText('top_1')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Pay $250.00' })).toBeNull();
    expect(api.writes()).toMatchObject([{ body: { testCard: 'pm_card_mastercard' } }]);
  });

  it('saves the card only where the payer says so, in the words shown', async () => {
    const api = show(open, { [`POST ${LINK}/pay`]: outcome('declined', 'The bank declined the charge.') });
    const pay = await screen.findByRole('button', { name: 'Pay $250.00' });
    const keep = screen.getByLabelText<HTMLInputElement>('Save this card for later charges');
    expect(keep.checked).toBe(false);
    expect(screen.getByText(new RegExp(CONSENT)).textContent).toContain('used for this payment only');
    fireEvent.click(pay);
    await screen.findByText('The bank declined the charge.');
    fireEvent.click(keep);
    fireEvent.click(pay);
    await waitFor(() => expect(api.writes()).toHaveLength(2));
    expect(api.writes().map(({ body }) => body)).toEqual([
      { testCard: 'pm_card_visa' },
      { testCard: 'pm_card_visa', consent: { text: CONSENT } },
    ]);
  });

  it('lets the payer choose the amount within the limits', async () => {
    const api = show({ ...open, amount: null }, { [`POST ${LINK}/pay`]: outcome('done', 'Paid.') });
    const amount = await screen.findByLabelText('Amount');
    fireEvent.change(amount, { target: { value: '4' } });
    fireEvent.submit(amount);
    await screen.findByText('The smallest amount is $5.00.');
    expect(api.writes()).toHaveLength(0);
    fireEvent.change(amount, { target: { value: '40' } });
    fireEvent.click(screen.getByRole('button', { name: 'Pay $40.00' }));
    await waitFor(() => expect(api.writes()).toMatchObject([{ body: { amount: usd(4_000) } }]));
  });

  it('offers another card after a decline, because the link still works', async () => {
    show(open, { [`POST ${LINK}/pay`]: outcome('declined', 'There is not enough money on the card.') });
    fireEvent.click(await screen.findByRole('button', { name: 'Pay $250.00' }));
    await screen.findByText('There is not enough money on the card.');
    expect(screen.getByRole('button', { name: 'Pay $250.00' })).toBeTruthy();
  });

  it('asks the bank’s question and tells how it was answered', async () => {
    const api = show(open, {
      [`POST ${LINK}/pay`]: outcome('requires_action', 'Your bank asks you to confirm.'),
      [`POST ${LINK}/authenticate`]: outcome('done', 'You paid $250.00.'),
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Pay $250.00' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Approve' }));
    await screen.findByText('You paid $250.00.');
    expect(api.writes().at(-1)).toMatchObject({ body: { outcome: 'success' } });
  });

  it('asks once how it went when the payer comes back from the bank', async () => {
    const api = show(
      { ...open, kind: 'authenticate', card: { brand: 'visa', last4: '4242' } },
      { [`POST ${LINK}/authenticate`]: outcome('done', 'You confirmed the payment.') },
      true,
    );
    await screen.findByText('You confirmed the payment.');
    expect(api.writes()).toMatchObject([{ body: { returned: true } }]);
  });

  it('says which payment is to be confirmed, and that nothing is paid when it is refused', async () => {
    show(
      { ...open, kind: 'authenticate', card: { brand: 'visa', last4: '4242' } },
      { [`POST ${LINK}/authenticate`]: outcome('declined', 'You refused; nothing was charged.') },
    );
    await screen.findByText(/confirm this payment to Acme Leads with your Visa 4242/);
    fireEvent.click(screen.getByRole('button', { name: 'Refuse' }));
    await screen.findByText('You refused; nothing was charged.');
  });

  it('saves a card only with consent, to exactly the words shown', async () => {
    const api = show(
      { ...open, kind: 'save_card', amount: null },
      { [`POST ${LINK}/card`]: outcome('done', 'Your card is saved.') },
    );
    const save = await screen.findByRole('button', { name: 'Save this card' });
    fireEvent.click(save);
    await screen.findByText('The card can be saved only with your consent.');
    fireEvent.click(screen.getByLabelText(CONSENT));
    fireEvent.click(save);
    await screen.findByText('Your card is saved.');
    expect(api.writes()).toMatchObject([{ body: { testCard: 'pm_card_visa', consent: { text: CONSENT } } }]);
  });

  it('never says that nothing was charged when the answer is missing', async () => {
    show(open, {
      [`POST ${LINK}/pay`]: { status: 502, body: 'Bad gateway' },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Pay $250.00' }));
    await screen.findByText('It is not known whether you were charged');
    await screen.findByText('Try again: this link charges once only.');
  });

  it('says why a dead link does nothing, and whom to ask', async () => {
    show({
      state: 'dead',
      because: 'used',
      words: 'This link was used already.',
      agency: { name: 'Acme Leads', contact: 'billing@acme.test' },
    });
    await screen.findByText('This link was used already.');
    expect(screen.getByText(/Ask Acme Leads for a new link/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'billing@acme.test' })).toBeTruthy();
  });
});
