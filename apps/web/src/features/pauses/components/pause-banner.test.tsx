import '../../../testing/setup.ts';
import type { PauseResource } from '@drawdown/shared/http';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { examplePause, usd } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { DeliveryNotice } from './delivery-notice.tsx';
import { PauseBanner } from './pause-banner.tsx';
import { PauseByHand } from './pause-by-hand.tsx';

const buyer = { id: 'buy_1', name: 'Sunrise Solar' };

function show(pause: PauseResource) {
  const api = routedApi({
    'POST /v1/buyers/buy_1/resume': { body: {} },
    'POST /v1/buyers/buy_1/pause': { body: {} },
    'POST /v1/buyers/buy_1/pause-timing': { body: {} },
  });
  renderPage(
    <>
      <PauseBanner buyer={buyer} pause={pause} available={usd(18_000)} mayAct />
      <DeliveryNotice buyerId="buy_1" pause={pause} available={usd(18_000)} mayAct />
    </>,
  );
  return api;
}

describe('the pause banner', () => {
  it('says why no leads are delivered, since when, what ends it, and what was withheld', () => {
    show(examplePause());
    const banner = screen.getByRole('region', { name: 'This buyer receives no leads' });
    expect(banner.textContent).toContain('This buyer receives no leads');
    expect(banner.textContent).toContain('A charge was declined ($500.00), since Jan 5, 2026');
    expect(banner.textContent).toContain('What ends it: Pay $500.00 or save another card.');
    expect(banner.textContent).toContain('7 leads worth $210.00 withheld so far.');
    expect(within(banner).getByRole('link', { name: 'Open in Temporal UI' })).toBeTruthy();
  });

  it('lets what is left be delivered', async () => {
    const api = show(examplePause());
    fireEvent.click(screen.getByRole('button', { name: '$180.00 left: keep delivering these leads' }));
    await waitFor(() => expect(api.writes()).toMatchObject([{ body: { timing: 'when_exhausted' } }]));
  });

  it('offers no such thing for a pause by hand', () => {
    const [reason] = examplePause().reasons;
    if (!reason) throw new Error('the example has a reason');
    show(
      examplePause({
        reasons: [{ ...reason, reason: 'manual', chargeId: null, amount: null, note: 'holidays' }],
      }),
    );
    expect(screen.queryByRole('button', { name: /keep delivering/ })).toBeNull();
    expect(screen.getByRole('region').textContent).toContain('“holidays”');
  });

  it('resumes by hand with a note', async () => {
    const api = show(examplePause());
    fireEvent.click(screen.getByRole('button', { name: 'Resume delivery' }));
    const dialog = await screen.findByRole('dialog');
    const act = within(dialog).getByRole('button', { name: 'Resume delivery' });
    fireEvent.click(act);
    await within(dialog).findByText('Say why.');
    fireEvent.change(within(dialog).getByLabelText('Why'), { target: { value: 'paid in cash' } });
    fireEvent.click(act);
    await waitFor(() => expect(api.writes()).toMatchObject([{ body: { note: 'paid in cash' } }]));
  });

  it('shows what is owed on trust and how far that may go', () => {
    show(examplePause({ exposure: usd(12_000), exposureLimit: usd(50_000) }));
    expect(screen.getByRole('region').textContent).toContain(
      '$120.00 of at most $500.00 is owed for leads delivered on trust.',
    );
  });
});

describe('while leads are still delivered', () => {
  it('says nothing when all is well', () => {
    show(examplePause({ status: 'active', reasons: [] }));
    expect(screen.queryByRole('region')).toBeNull();
  });

  it('says that what is left is being delivered, and can pause at once instead', async () => {
    const api = show(examplePause({ status: 'active' }));
    expect(screen.getByRole('region').textContent).toContain('Delivering what is left: $180.00');
    fireEvent.click(screen.getByRole('button', { name: 'Pause at once instead' }));
    await waitFor(() => expect(api.writes()).toMatchObject([{ body: { timing: 'immediate' } }]));
  });

  it('says that leads are delivered on trust', () => {
    show(examplePause({ status: 'active', reasons: [], exposure: usd(3_000), exposureLimit: usd(50_000) }));
    expect(screen.getByRole('region').textContent).toContain('Delivering on trust while a charge is retried');
  });
});

describe('pausing by hand', () => {
  it('takes a note', async () => {
    const api = routedApi({ 'POST /v1/buyers/buy_1/pause': { body: {} } });
    renderPage(<PauseByHand buyer={buyer} />);
    fireEvent.click(screen.getByRole('button', { name: 'Pause delivery' }));
    const dialog = await screen.findByRole('dialog');
    fireEvent.change(within(dialog).getByLabelText('Why'), { target: { value: 'complaints' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Pause delivery' }));
    await waitFor(() =>
      expect(api.writes()).toEqual([
        { method: 'POST', path: '/v1/buyers/buy_1/pause', body: { note: 'complaints' } },
      ]),
    );
  });
});
