import '../../../testing/setup.ts';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exampleCard } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { exampleProblem } from '../../../testing/top-up-example.ts';
import { AddCard } from './add-card.tsx';
import { CardFromStripe } from './card-from-stripe.tsx';

const CARDS = '/v1/buyers/buy_1/payment-methods';
const PAGE = 'https://checkout.stripe.example/c/pay/cs_test_1';
const owner = { kind: 'buyer', buyerId: 'buy_1' } as const;
const text = 'Sunrise Solar agrees that this card is saved and charged for credit as agreed.';

const leave = vi.fn<(url: string | URL) => void>();
beforeEach(() => {
  vi.spyOn(window.location, 'assign').mockImplementation(leave);
});
afterEach(() => {
  vi.restoreAllMocks();
  leave.mockClear();
});

describe('adding a card on Stripe’s page', () => {
  it.each([
    ['with a real key, where there is no other way', false, 'Continue to Stripe'],
    ['with the emulator, where it can be tried', true, 'Use the hosted page'],
  ])('goes there %s', async (_when, withEmulator, go) => {
    const api = routedApi({ [`POST ${CARDS}/page`]: { status: 201, body: { url: PAGE } } });
    renderPage(<AddCard owner={owner} ownerName="Sunrise Solar" withEmulator={withEmulator} />);
    fireEvent.click(screen.getByRole('button', { name: 'Add card' }));
    fireEvent.click(await screen.findByLabelText(text));
    fireEvent.click(screen.getByRole('button', { name: go }));
    await waitFor(() => expect(leave).toHaveBeenCalledWith(PAGE));
    expect(api.writes()).toMatchObject([
      { body: { returnPath: window.location.pathname, consent: { text } } },
    ]);
  });

  it('says that the page could not be opened', async () => {
    routedApi({
      [`POST ${CARDS}/page`]: {
        status: 502,
        body: exampleProblem(502, 'payment_provider_unavailable', 'Stripe does not answer.'),
      },
    });
    renderPage(<AddCard owner={owner} ownerName="Sunrise Solar" withEmulator={false} />);
    fireEvent.click(screen.getByRole('button', { name: 'Add card' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Continue to Stripe' }));
    await screen.findByText('Stripe’s page could not be opened');
    expect(leave).not.toHaveBeenCalled();
  });
});

describe('coming back from Stripe’s page', () => {
  function comeBack(card: string, routes: Parameters<typeof routedApi>[0] = {}) {
    const api = routedApi(routes);
    const onRead = vi.fn();
    renderPage(<CardFromStripe owner={owner} card={card} onRead={onRead} />);
    return { api, onRead };
  }

  it('keeps the card that was entered there, and clears the address', async () => {
    const { api, onRead } = comeBack('cs_test_1', {
      [`POST ${CARDS}`]: { status: 201, body: exampleCard() },
    });
    await screen.findByText('The card was added');
    expect(screen.getByRole('status').textContent).toContain('Visa 4242 is saved');
    expect(api.writes()).toMatchObject([{ path: CARDS, body: { checkoutSessionId: 'cs_test_1' } }]);
    expect(onRead).toHaveBeenCalledOnce();
  });

  it('says that nothing was added when the payer left it', async () => {
    const { api } = comeBack('canceled');
    await screen.findByText('No card was added');
    expect(api.writes()).toEqual([]);
  });

  it('says why the card was not kept, and tries again when asked', async () => {
    let tries = 0;
    comeBack('cs_test_1', {
      [`POST ${CARDS}`]: () => {
        tries += 1;
        return tries === 1
          ? { status: 422, body: exampleProblem(422, 'payment_method_rejected', 'The page has expired.') }
          : { status: 201, body: exampleCard() };
      },
    });
    await screen.findByText('The page has expired.');
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('The card was added');
  });
});
