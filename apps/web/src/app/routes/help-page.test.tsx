import '../../testing/setup.ts';
import { API_SCOPES } from '@drawdown/shared/codes';
import { STANDARD_RETRY_POLICY } from '@drawdown/shared/retries';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { HELP_ANSWERS } from '../../features/help/help-links.ts';
import { exampleBuyer } from '../../testing/buyer-example.ts';
import { exampleWallet, usd } from '../../testing/collections-examples.ts';
import { routedApi } from '../../testing/routed-api.ts';
import { createAppRouter } from '../router.ts';

const session = {
  user: { id: 'usr_1', name: 'Dana', email: 'dana@agency.test', role: 'owner', scopes: API_SCOPES },
  account: { id: 'acc_1', name: 'Agency', currency: 'USD', timeZone: 'UTC' },
  environment: { stripe: 'test', stripePublishableKey: null, temporalUiUrl: 'http://localhost:8233' },
};

const settings = {
  topUpMinimum: usd(1_000),
  topUpMaximum: usd(1_000_000),
  walletOnlyFunding: { default: 'external', permitted: ['external'] },
  defaultExposureLimit: usd(0),
  residue: usd(100),
  retryPolicy: { ...STANDARD_RETRY_POLICY, label: null },
  mailReplyTo: null,
  invoiceTopUps: false,
  topUpTax: 'none',
};

const nothing = { body: { data: [], nextCursor: null } };

/** The whole app at an address, on an account with one buyer. */
function open(address: string) {
  routedApi({
    'GET /v1/session': { body: session },
    'GET /v1/buyers': { body: { data: [exampleBuyer()], nextCursor: null } },
    'GET /v1/buyers/buy_1': { body: exampleBuyer() },
    'GET /v1/wallets/wal_1': { body: exampleWallet() },
    'GET /v1/wallets': nothing,
    'GET /v1/wallets/wal_1/entries': nothing,
    'GET /v1/settings/billing': { body: settings },
  });
  vi.stubGlobal('EventSource', SilentStream);
  vi.stubGlobal('scrollTo', () => {});
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createAppRouter(queryClient);
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: [address] }) });
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

class SilentStream {
  addEventListener() {}
  close() {}
}

/** The addresses that the help page leads to, as they stand in its links. */
async function linksOfHelp(): Promise<{ words: string; href: string }[]> {
  open('/help');
  const first = await screen.findByRole('link', { name: 'Top-ups of this buyer' }, { timeout: 10_000 });
  const page = first.closest('.help-page');
  if (!(page instanceof HTMLElement)) throw new Error('the links stand on the help page');
  const links = within(page)
    .getAllByRole('link')
    .map((link) => ({ words: link.textContent ?? '', href: link.getAttribute('href') ?? '' }));
  cleanup();
  return links;
}

const DIALOGS: Record<string, string> = {
  '/buyers?open=new': 'New buyer',
  '/wallets?open=new': 'New shared wallet',
  '/buyers/buy_1?open=billing': 'Billing of Sunrise Solar',
  '/buyers/buy_1?open=switch': 'Switch how Sunrise Solar pays',
};

describe('the help page', () => {
  it('answers the six questions beside how things stand now', async () => {
    open('/help');
    await screen.findByText(/For the account it is off/, undefined, { timeout: 10_000 });
    for (const { question } of HELP_ANSWERS)
      expect(screen.getByRole('heading', { name: question })).toBeDefined();
    expect(HELP_ANSWERS).toHaveLength(6);
    await screen.findByText(/\$100.00 available to Sunrise Solar/, undefined, { timeout: 10_000 });
    expect(screen.getByText(/Sunrise Solar pays by: Prepaid wallet/)).toBeDefined();
  });

  it('leads only to controls that exist', async () => {
    const links = await linksOfHelp();
    expect(links.length).toBe(HELP_ANSWERS.flatMap((answer) => answer.links).length);
    const pageOf = (href: string) => href.split('#')[0] ?? href;
    for (const page of new Set(links.map(({ href }) => pageOf(href)))) {
      const onPage = links.filter(({ href }) => pageOf(href) === page);
      open(page);
      await waitFor(
        () => {
          for (const { href, words } of onPage) {
            const [, hash] = href.split('#');
            const control = hash === undefined ? openDialog(href) : document.getElementById(hash);
            expect(control, words).not.toBeNull();
          }
        },
        { timeout: 10_000 },
      );
      cleanup();
    }
  }, 60_000);
});

/** The dialog that an address opens by itself. */
function openDialog(href: string): HTMLElement | null {
  const name = DIALOGS[href];
  if (name === undefined) throw new Error(`nobody said which dialog ${href} opens`);
  return screen.queryByRole('dialog', { name });
}
