import '../../../testing/setup.ts';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { exampleWallet, usd } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { LowBalanceAlert } from './low-balance-alert.tsx';

const LABEL = 'Alert at or below (empty: no alert)';

function save(wallet: ReturnType<typeof exampleWallet>, typed: string) {
  const api = routedApi({ 'PATCH /v1/wallets/wal_1': { body: wallet } });
  renderPage(<LowBalanceAlert wallet={wallet} mayChange />);
  fireEvent.change(screen.getByLabelText(LABEL), { target: { value: typed } });
  fireEvent.click(screen.getByRole('button', { name: 'Save alert' }));
  return api;
}

describe('the low balance alert', () => {
  it('is set to an amount', async () => {
    const api = save(exampleWallet(), '50');
    await waitFor(() => expect(api.writes()).toMatchObject([{ body: { lowBalance: usd(5_000) } }]));
  });

  it('is taken away by emptying the field', async () => {
    const api = save(exampleWallet({ lowBalance: usd(5_000) }), '');
    await waitFor(() => expect(api.writes()).toMatchObject([{ body: { lowBalance: null } }]));
  });

  it('says what is wrong with an amount', async () => {
    const api = save(exampleWallet(), '0');
    await screen.findByText('The amount must be more than zero.');
    expect(api.writes()).toHaveLength(0);
  });

  it('says that the balance is low now', () => {
    renderPage(<LowBalanceAlert wallet={exampleWallet({ lowBalance: usd(10_000) })} mayChange={false} />);
    expect(screen.getByText('The balance is low now')).toBeTruthy();
  });
});
