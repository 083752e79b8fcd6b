import '../../../testing/setup.ts';
import type { BuyerResource } from '@drawdown/shared/http';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { usd } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { policySentences } from '../policy-words.ts';
import { PolicySection } from './policy-section.tsx';

const buyer: BuyerResource = {
  id: 'buy_1',
  name: 'Sunrise Solar',
  externalId: null,
  email: 'pay@sunrise.test',
  currency: 'USD',
  walletId: 'wal_1',
  wallet: { name: null, owner: 'buyer', sharedBy: 1, balance: usd(0), held: usd(0), available: usd(0) },
  deliveryStatus: 'active',
  pauseReasons: [],
  billing: {
    mechanism: 'wallet',
    failurePolicy: 'pause',
    pauseTiming: 'immediate',
    fallbackToCard: false,
    exposureLimit: null,
    creditLimit: null,
    termsDays: null,
    invoicePeriod: null,
    dailyCap: null,
    monthlyCap: null,
    returnWindowDays: 30,
    retryWhilePaused: true,
    notifyBuyer: false,
    invoiceTopUps: null,
  },
  defaultPaymentMethod: null,
  createdAt: '2026-01-05T10:00:00Z',
};

function edit() {
  const api = routedApi({ 'PATCH /v1/buyers/buy_1': { body: buyer } });
  renderPage(<PolicySection buyer={buyer} mayChange />);
  fireEvent.click(screen.getByRole('button', { name: 'Edit policy' }));
  return api;
}

describe('the failure policy', () => {
  it('is said in words', () => {
    expect(policySentences(buyer.billing)).toEqual([
      'Delivery pauses at once, until what is owed is paid.',
      'The charge is retried on schedule, also while delivery is paused.',
      'Your agency is mailed, the buyer is not.',
    ]);
    expect(
      policySentences({
        ...buyer.billing,
        failurePolicy: 'continue',
        exposureLimit: usd(50_000),
        retryWhilePaused: false,
        notifyBuyer: true,
      }),
    ).toEqual([
      'Delivery goes on while the charge is retried, up to $500.00 on trust; then it pauses.',
      'The charge is not retried while delivery is paused.',
      'Your agency and the buyer are mailed.',
    ]);
  });

  it('is changed to deliver on trust up to a limit', async () => {
    const api = edit();
    fireEvent.click(await screen.findByRole('radio', { name: /Continue and retry/ }));
    fireEvent.change(await screen.findByLabelText('Exposure limit (optional)'), { target: { value: '500' } });
    fireEvent.click(screen.getByLabelText('Mail pay@sunrise.test too'));
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(api.writes()).toMatchObject([
        {
          body: {
            billing: {
              failurePolicy: 'continue',
              exposureLimit: usd(50_000),
              retryWhilePaused: true,
              notifyBuyer: true,
            },
          },
        },
      ]),
    );
  });

  it('is changed to use up what is left first', async () => {
    const api = edit();
    fireEvent.click(await screen.findByRole('radio', { name: /Use up what is left/ }));
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(api.writes()).toMatchObject([
        { body: { billing: { failurePolicy: 'pause', pauseTiming: 'when_exhausted' } } },
      ]),
    );
  });
});
