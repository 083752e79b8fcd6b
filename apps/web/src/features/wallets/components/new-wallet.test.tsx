import '../../../testing/setup.ts';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { exampleWallet } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { NewWallet } from './new-wallet.tsx';

it('makes a shared wallet with a name, in one currency', async () => {
  const api = routedApi({
    'POST /v1/wallets': { status: 201, body: exampleWallet({ owner: 'account', name: 'Solar pool' }) },
  });
  const onCreated = vi.fn();
  renderPage(<NewWallet opened onClose={() => {}} currency="USD" onCreated={onCreated} />);
  const create = () => fireEvent.click(screen.getByRole('button', { name: 'Create wallet' }));
  create();
  await screen.findByText('Enter a name (at most 200 characters).');
  expect(api.writes()).toEqual([]);
  fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'Solar pool' } });
  fireEvent.change(screen.getByLabelText('Currency'), { target: { value: 'EUR' } });
  create();
  await waitFor(() => expect(onCreated).toHaveBeenCalled());
  expect(api.writes()[0]?.body).toEqual({ owner: 'account', name: 'Solar pool', currency: 'EUR' });
});
