import '../../../testing/setup.ts';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { exampleBuyer } from '../../../testing/buyer-example.ts';
import { usd } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { NewBuyer } from './new-buyer.tsx';

const POOLS = [
  { id: 'wal_usd', name: 'Solar pool', currency: 'USD' as const },
  { id: 'wal_eur', name: 'Euro pool', currency: 'EUR' as const },
];

function show() {
  const api = routedApi({ 'POST /v1/buyers': { status: 201, body: exampleBuyer() } });
  const onCreated = vi.fn();
  renderPage(
    <NewBuyer opened onClose={() => {}} currency="USD" sharedWallets={POOLS} onCreated={onCreated} />,
  );
  return { api, onCreated };
}

const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
const create = () => fireEvent.click(screen.getByRole('button', { name: 'Create buyer' }));

describe('the form for a new buyer', () => {
  it('creates a wallet buyer with what was typed, and says which one it is', async () => {
    const { api, onCreated } = show();
    type('Name', ' Sunrise Solar ');
    type('External id (optional)', 'crm-7');
    type('Daily cap (optional)', '1,000');
    fireEvent.click(screen.getByLabelText('Fall back to the card on file'));
    create();
    await waitFor(() => expect(onCreated).toHaveBeenCalledWith(expect.objectContaining({ id: 'buy_1' })));
    expect(api.writes()[0]?.body).toEqual({
      name: 'Sunrise Solar',
      externalId: 'crm-7',
      currency: 'USD',
      billing: {
        mechanism: 'wallet',
        failurePolicy: 'pause',
        pauseTiming: 'immediate',
        retryWhilePaused: true,
        fallbackToCard: true,
        dailyCap: usd(100_000),
        monthlyCap: null,
        returnWindowDays: 0,
        notifyBuyer: false,
        invoiceTopUps: null,
      },
    });
  });

  it('asks for the terms of the chosen way to pay, and for no others', async () => {
    const { api } = show();
    type('Name', 'Acme');
    fireEvent.click(screen.getByRole('radio', { name: /^Net terms/ }));
    await screen.findByLabelText('Credit limit');
    expect(screen.queryByLabelText('Fall back to the card on file')).toBeNull();
    expect(screen.queryByLabelText('Retry the charge while delivery is paused')).toBeNull();
    create();
    await screen.findByText('Net terms need a credit limit: without one no lead is delivered.');
    expect(api.writes()).toEqual([]);
    type('Credit limit', '500');
    type('Due after days', '30');
    create();
    await waitFor(() =>
      expect(api.writes()[0]?.body).toMatchObject({
        billing: {
          mechanism: 'net_terms',
          creditLimit: usd(50_000),
          invoicePeriod: 'monthly',
          termsDays: 30,
        },
      }),
    );
  });

  it('offers the shared wallets of the chosen currency', async () => {
    const { api } = show();
    type('Name', 'Acme');
    expect(screen.getByRole('option', { name: 'Shared: Solar pool' })).toBeDefined();
    expect(screen.queryByRole('option', { name: 'Shared: Euro pool' })).toBeNull();
    type('Currency', 'EUR');
    await screen.findByRole('option', { name: 'Shared: Euro pool' });
    type('Wallet', 'wal_eur');
    create();
    await waitFor(() =>
      expect(api.writes()[0]?.body).toMatchObject({ currency: 'EUR', walletId: 'wal_eur' }),
    );
  });

  it('says what is wrong beside the field and sends nothing', async () => {
    const { api } = show();
    type('Email (optional)', 'nobody');
    type('Return window in days', '400');
    create();
    await screen.findByText('Enter the name of the buyer (at most 200 characters).');
    expect(screen.getByText('Enter an email address, or nothing.')).toBeDefined();
    expect(screen.getByText('Enter whole days, from 0 to 365.')).toBeDefined();
    expect(api.writes()).toEqual([]);
  });
});
