import '../../../testing/setup.ts';
import type { SwitchPreviewResource } from '@drawdown/shared/http';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { exampleBuyer } from '../../../testing/buyer-example.ts';
import { usd } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { SwitchDialog } from './switch-dialog.tsx';

const buyer = exampleBuyer();
const PATH = '/v1/buyers/buy_1/switch';
const POOL = { id: 'wal_pool', name: 'Solar pool', currency: 'USD' as const };

const here = {
  mechanism: 'wallet',
  walletId: 'wal_1',
  walletName: null,
  walletOwner: 'buyer',
  currency: 'USD',
} as const;

function preview(changes: Partial<SwitchPreviewResource> = {}): SwitchPreviewResource {
  return {
    buyerId: 'buy_1',
    from: here,
    to: here,
    changes: false,
    allowed: true,
    reasons: [],
    warnings: [],
    open: [],
    moves: null,
    previewToken: 'nothing',
    ...changes,
  };
}

const toPool = preview({
  to: { ...here, walletId: 'wal_pool', walletName: 'Solar pool', walletOwner: 'account' },
  changes: true,
  open: [
    {
      kind: 'balance',
      effect: 'stays',
      count: 1,
      amount: usd(10_000),
      words: 'USD 100.00 in the wallet that it draws on now. It stays there.',
      subjects: ['wal_1'],
    },
  ],
  moves: usd(10_000),
  previewToken: 'to-pool',
});

function show(routes: Parameters<typeof routedApi>[0]) {
  const api = routedApi({ [`GET ${PATH}`]: { body: preview() }, ...routes });
  const onClose = vi.fn();
  renderPage(<SwitchDialog buyer={buyer} sharedWallets={[POOL]} opened onClose={onClose} />);
  return { api, onClose };
}

const confirm = () => screen.getByRole('button', { name: 'Switch' });

function switched() {
  return { changed: true, switchId: 'swi_1', at: null, moved: null, invoiceIds: [], buyer };
}

describe('the switch dialog', () => {
  it('lists what is open before anything can be confirmed, and confirms what it showed', async () => {
    const { api, onClose } = show({
      [`GET ${PATH}?walletId=wal_pool`]: { body: toPool },
      [`GET ${PATH}?walletId=wal_pool&moveBalance=true`]: {
        body: { ...toPool, previewToken: 'to-pool-with-balance' },
      },
      [`POST ${PATH}`]: { body: switched() },
    });
    await screen.findByText('Choose what changes. This is what is open now:');
    expect(confirm().hasAttribute('disabled')).toBe(true);
    fireEvent.change(screen.getByLabelText('Wallet'), { target: { value: 'wal_pool' } });
    await screen.findByText('From the next lead on the buyer draws on Solar pool.');
    expect(screen.getByText(/USD 100.00 in the wallet that it draws on now/)).toBeDefined();
    fireEvent.click(screen.getByLabelText('Move $100.00 along'));
    await waitFor(() => expect(api.sent.at(-1)?.path).toContain('moveBalance=true'));
    await waitFor(() => expect(confirm().hasAttribute('disabled')).toBe(false));
    fireEvent.click(confirm());
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(api.writes()).toMatchObject([
      { body: { walletId: 'wal_pool', moveBalance: true, previewToken: 'to-pool-with-balance' } },
    ]);
  });

  it('asks for the terms of another way to pay, and sends them with it', async () => {
    const { api } = show({
      [`GET ${PATH}?mechanism=net_terms`]: {
        body: preview({ to: { ...here, mechanism: 'net_terms' }, changes: true, previewToken: 'terms' }),
      },
      [`POST ${PATH}`]: { body: switched() },
    });
    fireEvent.click(screen.getByRole('radio', { name: /^Net terms/ }));
    await screen.findByText('From the next lead on the buyer pays by net terms.');
    fireEvent.change(screen.getByLabelText('Credit limit'), { target: { value: '750' } });
    fireEvent.click(confirm());
    await waitFor(() =>
      expect(api.writes()).toMatchObject([
        { body: { mechanism: 'net_terms', previewToken: 'terms', billing: { creditLimit: usd(75_000) } } },
      ]),
    );
  });

  it('says what must end first, and lets nothing be confirmed', async () => {
    const hold = 'One open hold (USD 10.00). Capture or release them: they are in the old currency.';
    show({
      [`GET ${PATH}?currency=EUR`]: {
        body: preview({
          to: { ...here, walletId: null, currency: 'EUR' },
          changes: true,
          allowed: false,
          reasons: [hold],
          open: [
            {
              kind: 'holds',
              effect: 'must_end_first',
              count: 1,
              amount: usd(1_000),
              words: hold,
              subjects: [],
            },
          ],
        }),
      },
    });
    fireEvent.change(screen.getByLabelText('Currency'), { target: { value: 'EUR' } });
    await screen.findByText('Not yet: one thing must end first.');
    expect(screen.getByText('Must end first')).toBeDefined();
    expect(confirm().hasAttribute('disabled')).toBe(true);
  });

  it('shows the list as it is now when it was refused for something that came meanwhile', async () => {
    let asked = 0;
    const paused = {
      kind: 'pauses',
      effect: 'stays',
      count: 1,
      amount: null,
      words: 'One reason keeps delivery paused.',
      subjects: [],
    } as const;
    const manual = preview({ to: { ...here, mechanism: 'manual' }, changes: true, previewToken: 'first' });
    show({
      [`GET ${PATH}?mechanism=manual`]: () => {
        asked += 1;
        return { body: asked === 1 ? manual : { ...manual, open: [paused], previewToken: 'second' } };
      },
      [`POST ${PATH}`]: {
        status: 409,
        body: {
          type: 'urn:drawdown:problem:state_conflict',
          title: 'Conflict',
          status: 409,
          code: 'state_conflict',
          detail: 'Something else is open now than what was confirmed.',
          requestId: 'req_1',
        },
      },
    });
    fireEvent.click(screen.getByRole('radio', { name: /^Manual billing/ }));
    await screen.findByText('From the next lead on the buyer pays by manual billing.');
    fireEvent.click(confirm());
    await screen.findByText('Nothing was changed');
    await screen.findByText('One reason keeps delivery paused.');
  });
});
