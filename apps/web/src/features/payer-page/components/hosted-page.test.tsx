import '../../../testing/setup.ts';
import type { OpenPayerPage } from '@drawdown/shared/http';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { usd } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { exampleProblem } from '../../../testing/top-up-example.ts';
import { backFromStripe } from './back-from-stripe.ts';
import { PayerPage } from './payer-page.tsx';

const LINK = '/v1/payer-links/tok';
const PAGE = 'https://checkout.stripe.example/c/pay/cs_test_1';
const CONSENT = 'I agree that Acme Leads charges this card for leads.';
const pay: OpenPayerPage = {
  state: 'open',
  kind: 'pay',
  agency: { name: 'Acme Leads', contact: null },
  buyerName: 'Sunrise Solar',
  amount: null,
  currency: 'USD',
  minimum: usd(500),
  maximum: usd(1_000_000),
  card: null,
  expiresAt: '2090-01-05T10:00:00Z',
  emulator: false,
  publishableKey: null,
  consentText: CONSENT,
};
const KEEP = 'Save this card for later charges';
const save: OpenPayerPage = { ...pay, kind: 'save_card' };
const done = { body: { state: 'done', words: ['Well done.'], redirectUrl: null, receipt: null } };

const leave = vi.fn<(url: string | URL) => void>();
beforeEach(() => {
  vi.spyOn(window.location, 'assign').mockImplementation(leave);
});
afterEach(() => {
  vi.restoreAllMocks();
  leave.mockClear();
});

function show(
  page: OpenPayerPage,
  back: Parameters<typeof backFromStripe> | null = null,
  kept: { status?: number; body: unknown } = done,
) {
  const api = routedApi({
    [`GET ${LINK}`]: { body: page },
    [`POST ${LINK}/page`]: { status: 201, body: { url: PAGE } },
    [`POST ${LINK}/card`]: kept,
    [`POST ${LINK}/pay`]: done,
  });
  renderPage(
    <PayerPage
      token="tok"
      returned={false}
      fromStripe={back && backFromStripe(...back)}
      cardPicker={() => <p>test cards</p>}
    />,
  );
  return api;
}

describe('a payer who enters his card on Stripe’s page', () => {
  it('goes there with his consent, and never sees a test card', async () => {
    const api = show(save);
    const go = await screen.findByRole('button', { name: 'Continue to Stripe' });
    expect(screen.queryByText('test cards')).toBeNull();
    fireEvent.click(go);
    await screen.findByText('The card can be saved only with your consent.');
    fireEvent.click(screen.getByLabelText(CONSENT));
    fireEvent.click(go);
    await waitFor(() => expect(leave).toHaveBeenCalledWith(PAGE));
    expect(api.writes()).toMatchObject([{ path: `${LINK}/page`, body: { consent: { text: CONSENT } } }]);
  });

  it('finds it saved when he comes back, with what he agreed to before', async () => {
    const api = show(save, ['cs_test_1', {}]);
    await screen.findByText('Well done.');
    expect(api.writes()).toMatchObject([
      { path: `${LINK}/card`, body: { checkoutSessionId: 'cs_test_1', consent: { text: CONSENT } } },
    ]);
  });

  it('is not told that it was not saved when only the answer of that was lost', async () => {
    const dead = exampleProblem(410, 'link_dead', 'This link was used already.');
    show(save, ['cs_test_1', {}], { status: 410, body: dead });
    await screen.findByText(/it may be saved already/);
    expect(screen.queryByText('The card was not saved')).toBeNull();
  });

  it('reads that nothing was saved or charged when he left it', async () => {
    const api = show(save, ['canceled', {}]);
    await screen.findByText(/Nothing was saved, and nothing was charged/);
    expect(screen.getByRole('button', { name: 'Continue to Stripe' })).toBeTruthy();
    expect(api.writes()).toEqual([]);
  });

  it('chooses the amount before, and pays it only when he says so', async () => {
    const api = show(pay);
    const amount = await screen.findByLabelText('Amount');
    fireEvent.click(screen.getByRole('button', { name: 'Continue to Stripe' }));
    await screen.findByText('Enter an amount.');
    fireEvent.change(amount, { target: { value: '40' } });
    fireEvent.submit(amount);
    await waitFor(() => expect(leave).toHaveBeenCalledWith(PAGE));
    expect(api.writes()).toMatchObject([{ path: `${LINK}/page`, body: { amount: usd(4_000) } }]);
  });

  it('finds the amount again, and may take another card', async () => {
    const api = show(pay, ['cs_test_1', { amount: 4_000 }]);
    const payNow = await screen.findByRole('button', { name: 'Pay $40.00' });
    expect(api.writes()).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'Use another card' }));
    expect(screen.queryByRole('button', { name: 'Pay $40.00' })).toBeNull();
    expect(payNow.isConnected).toBe(false);
  });

  it('pays with the card that he entered, which is for this payment only', async () => {
    const api = show(pay, ['cs_test_1', { amount: 4_000 }]);
    fireEvent.click(await screen.findByRole('button', { name: 'Pay $40.00' }));
    await screen.findByText('Well done.');
    expect(api.writes().map(({ path, body }) => [path, body])).toEqual([
      [`${LINK}/pay`, { checkoutSessionId: 'cs_test_1', amount: usd(4_000) }],
    ]);
  });

  it('chooses before whether the card is kept, and finds that choice again', async () => {
    const consent = { text: CONSENT };
    const before = show({ ...pay, amount: usd(4_000) });
    fireEvent.click(await screen.findByLabelText(KEEP));
    fireEvent.click(screen.getByRole('button', { name: 'Continue to Stripe' }));
    await waitFor(() => expect(leave).toHaveBeenCalledWith(PAGE));
    expect(before.writes()).toMatchObject([{ path: `${LINK}/page`, body: { consent } }]);
    cleanup();

    const after = show(pay, ['cs_test_1', { amount: 4_000, keep: 'yes' }]);
    fireEvent.click(await screen.findByRole('button', { name: 'Pay $40.00' }));
    await screen.findByText('Well done.');
    expect(after.writes()).toMatchObject([{ path: `${LINK}/pay`, body: { consent } }]);
  });

  it('may try that page with the emulator, beside the test cards', async () => {
    show({ ...pay, emulator: true });
    await screen.findByText('test cards');
    expect(screen.getByRole('button', { name: 'Use the hosted page' })).toBeTruthy();
  });
});
