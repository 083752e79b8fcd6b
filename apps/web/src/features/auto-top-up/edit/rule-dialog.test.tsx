import '../../../testing/setup.ts';
import type { AutoTopUpResource } from '@drawdown/shared/http';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { exampleRule, usd } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { RuleDialog } from './rule-dialog.tsx';

const SAVE = '/v1/wallets/wal_1/auto-top-up';
const CONSENT =
  'Sunrise Solar agrees that its card on file may be charged without being asked again. When $100.00 or less is available, charge $500.00 to the default card of Sunrise Solar. At most $1,500.00 a day. No limit a month.';

function show({
  rule = null,
  chargesNow = null,
}: {
  rule?: AutoTopUpResource | null;
  chargesNow?: unknown;
} = {}) {
  const api = routedApi({
    [`POST ${SAVE}/preview`]: { body: { chargesNow } },
    [`PUT ${SAVE}`]: { body: { ...exampleRule(), startedTopUpId: null } },
  });
  renderPage(
    <RuleDialog
      opened
      onClose={() => {}}
      walletId="wal_1"
      walletTitle="Sunrise Solar"
      currency="USD"
      rule={rule}
      payers={[
        { value: 'account', name: 'Acme Leads (your agency)' },
        { value: 'buy_1', name: 'Sunrise Solar' },
      ]}
      firstPayer="buy_1"
      payer={{ name: 'Sunrise Solar', card: { brand: 'visa', last4: '4242' }, hasCard: true }}
      onPayer={() => {}}
    />,
  );
  return { saved: () => api.sent.filter(({ method }) => method === 'PUT').map(({ body }) => body) };
}

function type(label: string, value: string) {
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
}

function fillIn() {
  type('When this much or less is available', '100');
  type('Amount', '500');
}

describe('the auto top-up form', () => {
  it('says what the rule does while it is typed, and saves exactly that with the words agreed to', async () => {
    const { saved } = show();
    fillIn();
    await screen.findByText(
      'When $100.00 or less is available, charge $500.00 to Visa 4242 of Sunrise Solar. At most $1,500.00 a day. No limit a month.',
    );
    fireEvent.click(screen.getByLabelText(CONSENT));
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(saved()).toEqual([
        {
          enabled: true,
          threshold: usd(10_000),
          amount: usd(50_000),
          payer: 'buyer',
          payerBuyerId: 'buy_1',
          dailyLimit: usd(150_000),
          monthlyLimit: null,
          consent: { text: CONSENT },
        },
      ]),
    );
  });

  it('warns before saving that saving charges a card now, and how much', async () => {
    show({ chargesNow: usd(50_000) });
    fillIn();
    await screen.findByText('The card of Sunrise Solar may be charged now: $500.00.');
    expect(screen.getByRole('button', { name: 'Save and charge now' })).toBeTruthy();
  });

  it('says that saving charges nothing now', async () => {
    show();
    fillIn();
    await screen.findByText('Saving charges nothing now.');
  });

  it('saves nothing without consent', async () => {
    const { saved } = show();
    fillIn();
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText('Auto top-up needs the consent of whoever pays.');
    expect(saved()).toHaveLength(0);
  });

  it('forgets the consent when the figures change, because other words were agreed to', async () => {
    const { saved } = show();
    fillIn();
    fireEvent.click(screen.getByLabelText(CONSENT));
    type('Amount', '5000');
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText('Auto top-up needs the consent of whoever pays.');
    expect(saved()).toHaveLength(0);
  });

  it('refuses a balance to fill up to that is not above the threshold', async () => {
    show();
    type('When this much or less is available', '100');
    fireEvent.click(screen.getByLabelText('Up to a balance'));
    type('Balance to fill up to', '100');
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText('The balance to fill up to must be above the threshold.');
  });

  it('turns a rule off without asking for consent', async () => {
    const { saved } = show({ rule: exampleRule() });
    fireEvent.click(screen.getByLabelText('Top up by itself'));
    fireEvent.click(await screen.findByRole('button', { name: 'Save, turned off' }));
    await waitFor(() => expect(saved()).toMatchObject([{ enabled: false, threshold: usd(10_000) }]));
  });
});
