import '../../../testing/setup.ts';
import type { BuyerResource } from '@drawdown/shared/http';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { exampleBuyer } from '../../../testing/buyer-example.ts';
import { usd } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { billingLines } from '../billing-words.ts';
import { EditBilling } from './edit-billing.tsx';

function edit(buyer: BuyerResource) {
  const api = routedApi({ 'PATCH /v1/buyers/buy_1': { body: buyer } });
  renderPage(<EditBilling buyer={buyer} opened onClose={() => {}} />);
  return api;
}

describe('the billing of a buyer', () => {
  it('is changed without its mechanism, and an emptied limit is taken away', async () => {
    const api = edit(exampleBuyer({ billing: { monthlyCap: usd(90_000) } }));
    fireEvent.change(screen.getByLabelText('Monthly cap (optional)'), { target: { value: '' } });
    fireEvent.change(screen.getByLabelText('Return window in days'), { target: { value: '7' } });
    fireEvent.click(screen.getByRole('radio', { name: /Continue and retry/ }));
    fireEvent.change(await screen.findByLabelText('Exposure limit (optional)'), { target: { value: '250' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(api.writes()[0]?.body).toEqual({
        billing: {
          failurePolicy: 'continue',
          exposureLimit: usd(25_000),
          retryWhilePaused: true,
          fallbackToCard: false,
          dailyCap: null,
          monthlyCap: null,
          returnWindowDays: 7,
          notifyBuyer: false,
          invoiceTopUps: null,
        },
      }),
    );
  });

  it('is said line by line, as far as it concerns the way to pay', () => {
    expect(billingLines(exampleBuyer({ billing: { fallbackToCard: true, dailyCap: usd(5_000) } }))).toEqual([
      { name: 'Draws on', words: 'Its own wallet' },
      { name: 'When the wallet cannot pay', words: 'The lead is charged to the card on file' },
      { name: 'Daily cap', words: '$50.00' },
      { name: 'Leads may be returned', words: 'Within 30 days' },
    ]);
    const terms = { mechanism: 'net_terms', creditLimit: usd(100_000), invoicePeriod: 'weekly' } as const;
    expect(billingLines(exampleBuyer({ billing: { ...terms, returnWindowDays: 0 } }))).toEqual([
      { name: 'Credit limit', words: '$1,000.00' },
      { name: 'Invoice', words: 'Weekly, due in 14 days' },
      { name: 'Leads may be returned', words: 'No' },
    ]);
  });
});
