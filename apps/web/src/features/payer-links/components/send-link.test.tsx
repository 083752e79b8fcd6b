import '../../../testing/setup.ts';
import type { PayerLinkResource } from '@drawdown/shared/http';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { usd } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { AuthenticateLink } from './authenticate-link.tsx';
import { SendLink } from './send-link.tsx';

const LINKS = '/v1/buyers/buy_1/links';
const buyer = { id: 'buy_1', name: 'Sunrise Solar', email: 'pay@sunrise.test', currency: 'USD' } as const;

const link: PayerLinkResource = {
  id: 'lnk_1',
  kind: 'pay',
  state: 'open',
  buyerId: 'buy_1',
  walletId: 'wal_1',
  chargeId: null,
  amount: usd(25_000),
  createdAt: '2026-01-05T10:00:00Z',
  expiresAt: '2090-01-05T10:00:00Z',
  usedAt: null,
  revokedAt: null,
  topUpId: null,
};
const created = { status: 201, body: { ...link, url: 'http://drawdown.test/pay/tok', sent: true } };

function show(links: PayerLinkResource[] = []) {
  const api = routedApi({
    [`GET ${LINKS}`]: { body: { data: links, nextCursor: null } },
    [`POST ${LINKS}`]: created,
    'DELETE /v1/links/lnk_1': { body: {} },
  });
  renderPage(<SendLink buyer={buyer} />);
  fireEvent.click(screen.getByRole('button', { name: 'Send a link' }));
  return api;
}

describe('sending a link', () => {
  it('makes a link on which the buyer pays a sum, mails it, and shows its address once', async () => {
    const api = show();
    fireEvent.click(await screen.findByLabelText('Pay an amount'));
    fireEvent.change(await screen.findByLabelText('Amount (optional)'), { target: { value: '250' } });
    fireEvent.click(screen.getByLabelText('Mail it to pay@sunrise.test'));
    fireEvent.click(screen.getByRole('button', { name: 'Make the link' }));
    const address = await screen.findByDisplayValue('http://drawdown.test/pay/tok');
    expect(address.hasAttribute('readonly')).toBe(true);
    expect(api.writes()).toMatchObject([
      { body: { kind: 'pay', amount: usd(25_000), expiresInHours: 72, send: true } },
    ]);
  });

  it('sends no amount with a link that only saves a card', async () => {
    const api = show();
    fireEvent.click(await screen.findByRole('button', { name: 'Make the link' }));
    await waitFor(() =>
      expect(api.writes()).toEqual([
        { method: 'POST', path: LINKS, body: { kind: 'save_card', expiresInHours: 72 } },
      ]),
    );
  });

  it('says what is wrong with an amount', async () => {
    const api = show();
    fireEvent.click(await screen.findByLabelText('Pay an amount'));
    fireEvent.change(await screen.findByLabelText('Amount (optional)'), { target: { value: 'lots' } });
    fireEvent.click(screen.getByRole('button', { name: 'Make the link' }));
    await screen.findByText(/Enter an amount in USD/);
    expect(api.writes()).toHaveLength(0);
  });

  it('lists the links that still work, and ends one', async () => {
    const api = show([link, { ...link, id: 'lnk_2', state: 'used', usedAt: '2026-01-05T11:00:00Z' }]);
    const end = await screen.findByRole('button', { name: 'End it: Pay $250.00' });
    expect(screen.getAllByRole('button', { name: /End it/ })).toHaveLength(1);
    fireEvent.click(end);
    await waitFor(() => expect(api.writes()).toMatchObject([{ method: 'DELETE', path: '/v1/links/lnk_1' }]));
  });
});

describe('a link to confirm a charge', () => {
  it('is made for this very top-up', async () => {
    const api = routedApi({ 'POST /v1/top-ups/top_1/link': created });
    renderPage(<AuthenticateLink topUpId="top_1" />);
    fireEvent.click(screen.getByRole('button', { name: 'Make a link for the payer' }));
    await screen.findByDisplayValue('http://drawdown.test/pay/tok');
    expect(api.writes()).toHaveLength(1);
  });
});
